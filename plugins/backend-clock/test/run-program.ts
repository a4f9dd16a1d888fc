import { readdirSync, readFileSync } from "node:fs";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { completeNetwork, readNetwork } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import { defaultStack } from "../../../tools/test/default-stack.ts";
import { clock } from "../src/index.ts";
import { type Learnt, type Looks, lookAt } from "./learn.ts";

/** Options of running a program. */
export interface Run {
  readonly stack: Stack;
  readonly steps: number;
  readonly looks?: Looks;
  readonly precision?: "f64" | "f32";
  readonly target?: "wasm" | "js";
  readonly workers?: number;
}

/** Run a program, and return its spikes and its final state. */
export async function outcomeOf(
  program: NetworkProgram,
  run: Run,
): Promise<{ readonly hash: string; readonly values: Learnt["values"] }> {
  const { stack, steps, precision = "f64", target = "wasm", workers = 1 } = run;
  const { looks = { neurons: {}, synapses: {} } } = run;
  const sink = { spikes: () => undefined, samples: () => undefined };
  const simulation = await clock({ target }).prepare(program, {
    stack,
    options: { precision, workers },
    sink,
  });
  await simulation.advance(steps);
  const hash = await simulation.spikeHash();
  const values = await lookAt(simulation, looks);
  await simulation.close();
  return { hash, values };
}

const folder = new URL("../../../specs/network/valid/", import.meta.url);
/** The networks of the specification; the command reads arrays of data files. */
export const fixtures = readdirSync(folder).filter((file) => file !== "data-files.json");

/** A population with a limited number of neurons; lists of values are shorter anyway. */
const most = 60;

/** Read one of them, completely and with few neurons. */
export function fixture(file: string): NetworkRecord {
  const network = readNetwork(readFileSync(new URL(file, folder), "utf8"));
  const populations = Object.entries(network.populations).map(([name, one]) => {
    return [name, { ...one, size: Math.min(one.size, most) }] as const;
  });
  // Recorders select among more neurons, and do not matter.
  const { record: _, recordSynapses: __, ...rest } = network;
  return completeNetwork({ ...rest, populations: Object.fromEntries(populations) }, defaultStack);
}
