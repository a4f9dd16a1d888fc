import type { NetworkRecord, PopulationRecord, ProjectionRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { read, write } from "./written-network.ts";

/** Values of which two neurons have the same. */
const sizes = [0.2, 0.25, 0.2, 0.3, 0.25, 0.2];
const distinct = [...new Set(sizes)];

const base = {
  format: "spikeloom-network",
  version: 1,
  convention: "neuron",
  dt: "0.1 ms",
  duration: "150 ms",
  seed: 5,
} as const;

const trains = {
  model: "spike-array",
  size: 3,
  times: [
    ["10 ms", "30 ms", "31 ms"],
    ["12 ms", "60 ms"],
    ["10 ms", "30 ms", "31 ms"],
  ],
} as unknown as PopulationRecord;

function neurons(model: string): PopulationRecord {
  return {
    model,
    size: sizes.length,
    parameters: {
      c_m: { values: sizes, unit: "nF" },
      i_offset: { values: sizes.map((size) => 1.1 * size), unit: "nA" },
    },
    positions: { layout: "list", points: sizes.map((_, k) => [10 * k, 0, 0]) },
  } as PopulationRecord;
}

function projection(
  [from, to, receptor]: readonly [string, string, string],
  weight: string,
): ProjectionRecord {
  const delay = { draw: "uniform", low: "0.5 ms", high: "3 ms" } as const;
  const connector = { kind: "fixed-indegree", n: 2 } as const;
  return { from, to, receptor, weight, delay, connector } as ProjectionRecord;
}

/** Steps of the spikes of each neuron, in order. */
async function trainsOf(network: NetworkRecord): Promise<ReadonlyMap<string, readonly number[]>> {
  const record = Object.keys(network.populations).map((population) => ({
    population,
    variables: ["spikes"],
  }));
  const settings: NetworkRecord = {
    ...network,
    duration: base.duration,
    dt: base.dt,
    seed: base.seed,
    record,
  };
  const { recordings } = await run(settings, { stack, backend: stack.get("backend", "clock") });
  const found = new Map<string, number[]>();
  for (const { population, spikes } of recordings) {
    spikes?.neurons.forEach((neuron, k) => {
      const key = `${population} ${neuron}`;
      found.set(key, [...(found.get(key) ?? []), spikes.steps[k] ?? 0]);
    });
  }
  return found;
}

/** Name a neuron as the file does. */
function partOf(population: string, neuron: number): string {
  const own: readonly unknown[] =
    population === "cells" ? sizes : [["10", "30"], ["12"], ["10", "30"]].map(String);
  const values = [...new Set(own)];
  const index = own.slice(0, neuron).filter((value) => value === own[neuron]).length;
  return `${population}_${values.indexOf(own[neuron])} ${index}`;
}

it("keeps the spikes of every neuron of populations that it splits", async () => {
  const network: NetworkRecord = {
    ...base,
    populations: {
      trains,
      cells: neurons("lif-curr-exp"),
      one: { model: "lif-curr-exp", size: 1 },
    },
    projections: [
      projection(["trains", "cells", "excitatory"], "0.6 nA"),
      projection(["cells", "cells", "inhibitory"], "-0.1 nA"),
      projection(["cells", "one", "excitatory"], "0.4 nA"),
      projection(["one", "cells", "excitatory"], "0.2 nA"),
    ],
    stimuli: [
      {
        kind: "steps",
        into: "cells",
        neurons: { indices: [1, 2, 5] },
        times: ["20 ms", "90 ms"],
        values: ["0.1 nA", "0 nA"],
      },
    ],
  };
  const { bytes, losses } = await write(network);
  expect(losses.filter(({ code }) => code === "split").map(({ message }) => message)).toEqual([
    "Its neurons differ in times, so it becomes 2 populations, trains_0 to trains_1; its projections, inputs and recorders follow.",
    "Its neurons differ in parameters.c_m, parameters.i_offset, so it becomes 3 populations, cells_0 to cells_2; its projections, inputs and recorders follow.",
  ]);
  const back = await read(bytes);
  expect(Object.entries(back.populations).map(([name, { size }]) => `${name} ${size}`)).toEqual([
    "trains_0 2",
    "trains_1 1",
    ...distinct.map((value, k) => `cells_${k} ${sizes.filter((one) => one === value).length}`),
    "one 1",
  ]);
  // Positions go with their neurons.
  expect(back.populations["cells_1"]?.positions).toMatchObject({
    points: [
      [10, 0, 0],
      [40, 0, 0],
    ],
  });
  const [first, again] = [await trainsOf(network), await trainsOf(back)];
  expect(first.get("cells 5")?.length).toBeGreaterThan(2);
  for (const [key, steps] of first) {
    const [population = "", neuron = ""] = key.split(" ");
    const part = population === "one" ? key : partOf(population, Number(neuron));
    expect(again.get(part), key).toEqual(steps);
  }
  expect(again.size).toBe(first.size);
});

it("splits couplings and random spikes onto neurons that differ", async () => {
  const gap = { model: "gap-junction", parameters: {} };
  const pairs = {
    kind: "pairs",
    pairs: [
      [0, 1],
      [1, 0],
      [2, 3],
      [3, 2],
      [4, 5],
      [5, 4],
    ],
  };
  const network = {
    ...base,
    populations: { cells: neurons("lif-cond-exp") },
    projections: [
      { from: "cells", to: "cells", name: "gap", synapse: gap, weight: "3 nS", connector: pairs },
    ],
    stimuli: [
      { kind: "poisson", into: "cells", receptor: "excitatory", rate: "90 Hz", weight: "2 nS" },
    ],
  } as unknown as NetworkRecord;
  const { bytes, losses } = await write(network);
  expect(losses.filter(({ code }) => code === "synapse" || code === "stimulus")).toEqual([]);
  const text = bytes.toString();
  const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
  expect(count(/<(?:electrical|continuous)Connection/g)).toBe(6);
  // Pairs of parts: 0-1, 1-0, 0-2, 2-0.
  expect(count(/<(?:electrical|continuous)Projection/g)).toBe(4);
  expect(count(/<inputList /g)).toBe(distinct.length);
  expect(count(/<input(?:W)? /g)).toBe(sizes.length);
  // Receptors are the same, so one synapse and one source serve all parts.
  expect(count(/<expCondSynapse /g)).toBe(1);
  expect(Object.keys((await read(bytes)).populations)).toHaveLength(distinct.length);
});
