import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { drawnRows, planProjection } from "@spikeloom/network";
import { expect, it } from "vitest";
import { stack } from "./models.ts";

type Drawn = readonly [entry: number, source: number, target: number, weight: number];

/** Draw the synapses of a projection from three neurons to six, to which rows belong by target or by source. */
function drawn(connector: ProjectionRecord["connector"], more: Partial<ProjectionRecord>): Drawn[] {
  const projection = { from: "A", to: "B", connector, weight: "2 mV", ...more };
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    populations: { A: { model: "lif-delta", size: 3 }, B: { model: "lif-delta", size: 6 } },
    projections: [projection],
  };
  const planned = planProjection(network, 0, { stack, seed: 3 });
  const all: Drawn[] = [];
  for (const row of drawnRows(planned, [planned.weight])) {
    for (const [k, weight] of row.values[0]?.entries() ?? []) {
      all.push([row.entry(k), row.source(k), row.target(k), weight]);
    }
  }
  return all;
}

it("names the neurons of each synapse, also of chosen ones, in order of drawing", () => {
  const chosen = { fromNeurons: { indices: [0, 2] }, toNeurons: { from: 4 } };
  expect(drawn({ kind: "all-to-all" }, chosen)).toEqual([
    [0, 0, 4, 2],
    [2, 2, 4, 2],
    [1, 0, 5, 2],
    [3, 2, 5, 2],
  ]);
});

it("draws the same synapses by source", () => {
  const weight = { draw: "uniform", low: "0 mV", high: "1 mV" } as const;
  const bySource = drawn({ kind: "all-to-all" }, { procedural: true, weight });
  expect(bySource.map(([entry]) => entry)).toEqual(bySource.map((_, k) => k));
  expect(bySource.map(([, source]) => source)).toEqual([
    0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2,
  ]);
  expect(new Set(bySource.map(([, , , weight]) => weight)).size).toBe(18);
});

it("gives listed connections the entry of their list, and values in the same order", () => {
  const pairs = [
    [2, 5],
    [0, 1],
    [1, 1],
  ] as const;
  const listed = drawn({ kind: "pairs", pairs }, { weight: ["5 mV", "6 mV", "7 mV"] });
  expect(listed.toSorted(([a], [b]) => a - b)).toEqual([
    [0, 2, 5, 5],
    [1, 0, 1, 6],
    [2, 1, 1, 7],
  ]);
});
