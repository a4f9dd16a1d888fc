import type { NetworkRecord, ProjectionRecord, SimulationJob } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { createRows, storeWeights } from "../src/rows.ts";
import { prepare } from "../src/simulation.ts";

const columns = {
  f64: (length: number) => new Float64Array(length),
  i32: (length: number) => new Int32Array(length),
  u8: (length: number) => new Uint8Array(length),
};

type Delay = NonNullable<ProjectionRecord["delay"]>;

/** Two projections of each population, also without synapses at some neurons. */
function rowsOf(delays: readonly [Delay, Delay]) {
  const model = "lif-curr-exp";
  const projections = [
    ["a", "b"],
    ["b", "a"],
    ["a", "a"],
    ["a", "b"],
  ].map(([from = "", to = ""], k): ProjectionRecord => {
    const connector = { kind: "fixed-probability", p: k === 2 ? 0 : 0.2 } as const;
    const weight = k % 2 === 0 ? "1 nA" : ({ formula: "(i + 100*j)*nA" } as const);
    const delay = delays[k % 2] as Delay;
    return { from, to, receptor: "excitatory", connector, weight, delay };
  });
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    seed: 4,
    populations: { a: { model, size: 9 }, b: { model, size: 17 } },
    projections,
  };
  return createRows(
    programOf(completeNetwork(network, stack), { stack }),
    { stack },
    () => columns,
  );
}

it("divides rows by one delay of each projection as by delays of synapses", async () => {
  const fixed = await rowsOf(["1.5 ms", "0 ms"]);
  const { routes: _, ...drawn } = await rowsOf([
    { draw: "uniform", low: "1.5 ms", high: "1.5 ms" },
    "0 ms",
  ]);
  expect(fixed).toMatchObject(drawn);
  expect(fixed.targets.length).toBeGreaterThan(60);
  expect(fixed.delays.length).toBeLessThan(fixed.targets.length / 2);
  expect([fixed.least, fixed.longest, [...fixed.instant]]).toEqual([1.5, 1.5, [1, 3]]);
});

it("stores weights that all synapses share when one of them changes", async () => {
  const rows = await rowsOf(["1.5 ms", "0 ms"]);
  const { constants, weights, route, begins } = rows;
  const weightsOf = (wanted: number): readonly number[] =>
    [...route].flatMap((one, segment) =>
      one === wanted ? [...weights.subarray(begins[segment], begins[segment + 1])] : [],
    );
  const before = [1, 3].map(weightsOf);
  // 1 nA is 1000 pA; the formulas give each synapse its own.
  expect([...constants]).toEqual([1000, Number.NaN, 1000, Number.NaN]);
  expect(weightsOf(0).every((one) => one === 0)).toBe(true);
  storeWeights(rows, 0);
  expect(constants[0]).toBeNaN();
  expect(weightsOf(0).length).toBeGreaterThan(10);
  expect(weightsOf(0).every((one) => one === 1000)).toBe(true);
  expect([1, 3].map(weightsOf)).toEqual(before);
});

it("continues from a checkpoint with shared weights that code has changed", async () => {
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    seed: 4,
    populations: {
      s: { model: "poisson", size: 5, parameters: { rate: "80 Hz" } },
      n: { model: "lif-curr-exp", size: 4 },
    },
    projections: [
      {
        name: "p",
        from: "s",
        to: "n",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: "0.2 nA",
        delay: "1.5 ms",
      },
    ],
  };
  const program = programOf(completeNetwork(network, stack), { stack });
  const sink = { spikes: () => undefined, samples: () => undefined };
  const job = { stack, sink, options: { tolerance: 1e-12 } } as unknown as SimulationJob;
  const run = async (weight: number) => {
    const first = await prepare(program, job);
    first.advance(500);
    const values = new Float64Array(20).fill(weight);
    values[3] = weight / 2;
    if (weight > 0) await first.setSynapseState?.("p", "weight", values);
    const state = await first.save?.();
    if (state === undefined) throw new Error("no state");
    const second = await prepare(program, { ...job, state });
    for (const one of [first, second]) one.advance(3000);
    expect(await second.synapseState?.("p", "weight")).toEqual(
      weight > 0 ? values : new Float64Array(20).fill(200),
    );
    expect(await second.spikeHash?.()).toBe(await first.spikeHash?.());
    return await first.spikeHash?.();
  };
  const hashes = [await run(0), await run(200), await run(2000)];
  expect(new Set(hashes).size).toBe(3);
});
