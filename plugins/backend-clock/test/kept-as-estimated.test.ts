import type { NetworkRecord } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clockTask } from "../src/clock-job.ts";
import { clock } from "../src/index.ts";
import { planOf } from "../src/job-plan.ts";
import { keptGroups } from "../src/memory/kept-groups.ts";
import { poolSize } from "../src/workers/pool-size.ts";
import { leaky, type Network, stack } from "./simulate.ts";
import { unchangedCases } from "./unchanged/cases.ts";

const sink = { spikes: () => undefined, samples: () => undefined };
const head = { format: "spikeloom-network", version: 1 } as const;

interface Options {
  readonly seed: number;
  readonly precision: "f64" | "f32";
  readonly plasticity?: "lazy" | "eager";
  readonly workers?: number;
  readonly shards?: number;
  readonly revisable?: boolean;
}

/** Representation of a network in an outline, in terms of a summary. */
function expected(network: NetworkRecord, { seed, revisable, ...rest }: Options): unknown {
  const options = { ...rest };
  const program = programOf(network, { stack, seed, outline: true });
  const task = clockTask(program, options, { stack, revisable });
  const plan = planOf(program, task);
  const { workers, shards, reason } = poolSize(task, plan);
  const groups = keptGroups(plan).filter(({ kind }) => kind !== "procedural");
  return {
    workers: `workers: ${workers}, ${reason}`,
    shards: `${shards} shards on ${workers} workers`,
    groups: groups.map(({ kind, ownWeights }) => [
      ownWeights ? `a weight each, ${plan.tier}` : "one constant weight",
      kind === "ring" ? "through a ring of sums" : "segment by segment",
    ]),
    waits: plan.ruled.map(({ program: { post }, lazy }) =>
      post === undefined ? "never" : lazy ? "when the synapse is next needed" : "at once",
    ),
  };
}

/** Representation that preparation reports. */
async function done(network: NetworkRecord, options: Options): Promise<unknown> {
  const simulation = await prepareJob(clock(), { network, stack, sink, ...options });
  await simulation.close();
  const { notes } = simulation.summary;
  const found = (pattern: RegExp): readonly RegExpExecArray[] =>
    notes.map((note) => pattern.exec(note)).filter((match) => match !== null);
  const kept = /^synapses of .*: \d+, \d+ delays, (.+), delivered (.+)$/;
  const ruled = found(
    /^synapses of .*: [a-z-]+(?: and [a-z-]+)?(?:, spikes of targets act (.+?):.*)?$/,
  );
  return {
    workers: found(/^workers: .*$/)[0]?.[0],
    shards: found(/(\d+ shards on \d+ workers)/)[0]?.[1],
    groups: found(kept).map(([, weights, how]) => [weights, how]),
    waits: ruled.map(([, when]) => when ?? "never"),
  };
}

describe("the representation of a network equals its estimate", () => {
  const cases = [...unchangedCases].slice(0, draws({ ci: 12, long: 81 }));
  const ways = [
    {},
    { workers: 1, shards: 3 },
    { plasticity: "eager" },
    { revisable: true },
    { tier: "compact" },
  ] as const;

  it.each(cases.map(([name, one], k) => [name, ways[k % ways.length] ?? {}, one] as const))(
    "%s, %j",
    async (_, { tier = "exact", ...way }: { tier?: NetworkRecord["tier"] }, one) => {
      const network: NetworkRecord = { ...head, ...one.network, tier };
      const options = { seed: 11, precision: one.precision, ...way };
      expect(await done(network, options)).toEqual(expected(network, options));
    },
  );

  const many: Network = {
    populations: {
      A: {
        model: leaky,
        size: 100_000,
        parameters: { tau: { draw: "uniform", low: "8 ms", high: "9 ms" } },
      },
    },
    projections: [
      {
        from: "A",
        to: "A",
        weight: "1 mV",
        connector: { kind: "fixed-indegree", n: 4 },
        delay: { draw: "normal", mean: "1 ms", sd: "5 ms", min: "0.1 ms", max: "3 ms" },
      },
    ],
  };

  it("neurons with enough work for several workers", async () => {
    const network: NetworkRecord = { ...head, ...many };
    const options = { seed: 11, precision: "f64" } as const;
    const found = await done(network, options);
    expect(found).toEqual(expected(network, options));
    expect(found).toMatchObject({ workers: expect.stringMatching(/^workers: \d+, chosen for/) });
  });
});
