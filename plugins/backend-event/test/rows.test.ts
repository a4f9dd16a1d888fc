import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { createRows } from "../src/rows.ts";

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
