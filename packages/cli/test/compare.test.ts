import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it, vi } from "vitest";
import { decisionSteps } from "../src/compare/decision-steps.ts";
import { energyOf, energyTargets } from "../src/compare/energy.ts";
import { loadTrained } from "../src/compare/load-trained.ts";
import { mcNemar } from "../src/compare/mcnemar.ts";
import { measureTrained } from "../src/compare/measure-trained.ts";
import { defaultStack as stack } from "../src/index.ts";
import { comparedText, differenceOf } from "../src/print/compared.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000 });
const place = workplace();
afterAll(() => place.remove());

const file = fileURLToPath(
  new URL("../../../examples/first-classifier/digits.json", import.meta.url),
);

it("decides when the answer stays", () => {
  const values = Float64Array.of(0, 1, 3, 0, 0, 1, 5, 0);
  // Sums: 0 1, 3 1, 3 2, 8 2.
  expect(decisionSteps(values, { outputs: 2, reduce: "sum" })).toBe(2);
  // The last values: 0 1, 3 0, 0 1, 5 0.
  expect(decisionSteps(values, { outputs: 2, reduce: "last" })).toBe(4);
  // The earliest spike is of the second one.
  expect(decisionSteps(values, { outputs: 2, reduce: "first" })).toBe(1);
});

it("is undecided while the greatest is tied", () => {
  const silent = new Float64Array(6);
  expect(decisionSteps(silent, { outputs: 2, reduce: "sum" })).toBeUndefined();
  // Sums: 0 0, 1 0, 1 1, 2 1.
  const late = Float64Array.of(0, 0, 1, 0, 0, 1, 1, 0);
  expect(decisionSteps(late, { outputs: 2, reduce: "sum" })).toBe(4);
  expect(decisionSteps(late.subarray(0, 6), { outputs: 2, reduce: "sum" })).toBeUndefined();
  expect(decisionSteps(late, { outputs: 2, reduce: "first" })).toBe(2);
});

it("tests differences exactly", () => {
  // Two sides of a binomial distribution of one half: 2 (1 + 10) / 1024.
  expect(mcNemar(1, 9)).toBeCloseTo(22 / 1024, 12);
  expect(mcNemar(0, 0)).toBe(1);
  expect(mcNemar(5, 5)).toBe(1);
  expect(mcNemar(900, 1100)).toBeGreaterThan(0);
  expect(mcNemar(900, 1100)).toBeLessThan(1e-5);
});

it("costs what the operations of a known case cost", () => {
  // 784-256-10 in 25 steps at a tenth: 12.0 µJ and 0.54 µJ at Loihi's greatest update; 0.457 µJ of 32-bit additions.
  const counts = { synaptic: 508_160, updates: 6650, multiplications: 0 };
  const costs = new Map(energyTargets.map((one) => [one.name, energyOf(one, counts)]));
  expect(costs.get("Loihi 1")?.[0]).toBeCloseTo(508.16 * 23.6 + 6.65 * 52, 6);
  expect(costs.get("arithmetic alone, 45 nm")?.[1]).toBeCloseTo(457.344, 6);
  const analog = { synaptic: 0, updates: 0, multiplications: 203_264 };
  expect(energyOf(energyTargets[0] as never, analog)?.[1]).toBeCloseTo(935.0144, 6);
  expect(energyOf(energyTargets[1] as never, analog)).toBeUndefined();
});

it("measures what spikeloom train has written", async () => {
  const task = JSON.parse(readFileSync(file, "utf8"));
  const data = { ...task.data, train: 200, test: 40 };
  writeFileSync(place.path("short.json"), JSON.stringify({ ...task, data, epochs: 2 }));
  expect((await place.run("train", "short.json", "--no-plots")).code).toBe(0);
  const record = JSON.parse(readFileSync(place.path("results/short-training.json"), "utf8"));
  const loaded = await loadTrained(place.path("results/short.json"), { stack });
  const found = measureTrained(loaded);
  expect(found.right.filter(Boolean)).toHaveLength(record.test.right);
  expect(found).toMatchObject({ samples: 40, neurons: 138, synapses: 64 * 64 + 640, duration: 22 });
  // A spike of the source goes to 64 neurons, one of the hidden layer to 10.
  const hidden = 64 * record.activity.hidden;
  const source = found.spikes - hidden;
  expect(found.synaptic).toBeCloseTo(64 * source + 10 * hidden, 6);
  expect(found.decision.mean).toBeGreaterThan(1);
  expect(found.decision.most).toBeLessThanOrEqual(22);
  expect(found.weightBytes).toBe(4 * found.synapses);
  const text = comparedText(found, found);
  expect(text).toContain("p = 1");
  expect(text).not.toContain("  multiplications  ");
  await expect(loadTrained(place.path("short.json"), { stack })).rejects.toThrow("SL_TRAINED_FILE");
});

it("counts a weight that synapses share once, and the samples that stay undecided", async () => {
  const task = JSON.parse(readFileSync(file, "utf8"));
  const network = {
    format: "spikeloom-network",
    version: 1,
    duration: "4 ms",
    dt: "1 ms",
    populations: {
      input: { model: "spike-array", size: 64 },
      map: { model: "lif-delta", size: 72 },
    },
    projections: [
      {
        name: "window",
        from: "input",
        to: "map",
        weight: "0 mV",
        delay: "1 ms",
        connector: {
          kind: "convolution",
          rows: 8,
          columns: 8,
          kernelRows: 3,
          kernelColumns: 3,
        },
      },
    ],
  };
  const data = { ...task.data, train: 10, validation: 0, test: 4 };
  const own = { ...task, network, data, trainable: undefined, precision: "f32" };
  const readout = { population: "map", variable: "spikes", reduce: "sum" };
  const stay = { ...own, readout, encoder: { ...task.encoder, population: "input" } };
  const record = {
    format: "spikeloom-trained",
    version: 1,
    network: "map.json",
    task: stay,
    seed: 1,
  };
  writeFileSync(place.path("map.json"), JSON.stringify(network));
  writeFileSync(place.path("map-training.json"), JSON.stringify(record));
  const loaded = await loadTrained(place.path("map.json"), { stack });
  const found = measureTrained(loaded);
  // Two channels of targets at each of 36 places, and a kernel of 3 by 3 for each.
  expect([found.synapses, found.weightBytes]).toEqual([72 * 9, 4 * 2 * 9]);
  expect(found.decision).toEqual({
    mean: Number.NaN,
    most: Number.POSITIVE_INFINITY,
    undecided: 4,
  });
  expect(comparedText(found, found)).toMatch(/decided after +- +-\n/);
  // As many samples whose labels are others.
  const { samples } = loaded.test;
  const targets = Array.from(samples.targets, (one) => 9 - one);
  const other = measureTrained({
    ...loaded,
    test: { ...loaded.test, samples: { ...samples, targets } },
  });
  expect(differenceOf(found, found)?.p).toBe(1);
  expect(differenceOf(found, other)).toBeUndefined();
});
