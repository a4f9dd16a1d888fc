import type { BatchCopy as Copy } from "@spikeloom/simulate";
import type { Answer, Watch } from "../answer.ts";
import { LINK_VALUE } from "../errors.ts";
import type { BatchCopy, RunBatch } from "../generated/simulation.ts";
import { wholeNumber } from "../read-options.ts";
import type { ServedSession } from "../served-session.ts";
import { servedOptions } from "./options.ts";
import { recordingsOf, summaryOf } from "./reads.ts";

/** Run copies of the network at once. */
export async function runBatch(
  { options, duration, count, copies }: RunBatch,
  { loaded, programs, arrays }: ServedSession,
  { signal }: Watch,
): Promise<Answer> {
  const network = loaded.network("run_batch");
  const { revisable, ...given } = servedOptions(options);
  if (revisable === true) {
    const place = "run_batch.options.revisable";
    throw LINK_VALUE({ place, expected: "false: a batch cannot be revised", got: "true" });
  }
  const simulator = await programs.simulator();
  const results = await simulator.runBatch(network, {
    ...given,
    for: duration,
    batch: count ?? copies.map(copyOf),
    signal,
  });
  return {
    case: "batch",
    value: {
      copies: results.map(({ copy, ...result }) => ({
        index: copy.index,
        seed: copy.seed,
        trial: copy.trial,
        parameters: JSON.stringify(copy.parameters),
        interrupted: result.interrupted,
        summary: summaryOf(result, { time: result.duration, step: result.steps }),
        recordings: recordingsOf(result, arrays),
      })),
    },
  };
}

function copyOf({ seed, trial, parameters }: BatchCopy, index: number): Copy {
  const place = `run_batch.copies[${index}]`;
  return {
    seed: wholeNumber(seed, `${place}.seed`),
    trial: wholeNumber(trial, `${place}.trial`),
    parameters: parameters === undefined ? {} : objectOf(parameters, `${place}.parameters`),
  };
}

function objectOf(text: string, place: string): NonNullable<Copy["parameters"]> {
  const wrong = (): Error =>
    LINK_VALUE({ place, expected: "a JSON object", got: text.slice(0, 60) });
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw wrong();
  }
  if (typeof found !== "object" || found === null || Array.isArray(found)) throw wrong();
  return found as NonNullable<Copy["parameters"]>;
}
