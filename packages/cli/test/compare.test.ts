import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseExpression } from "@spikeloom/equations";
import { afterAll, expect, it, vi } from "vitest";
import { decisionSteps } from "../src/compare/decision-steps.ts";
import { energyOf, energyTargets } from "../src/compare/energy.ts";
import { loadTrained } from "../src/compare/load-trained.ts";
import { mcNemar } from "../src/compare/mcnemar.ts";
import { measureTrained } from "../src/compare/measure-trained.ts";
import { memoryEnergyOf, memoryOf } from "../src/compare/memory-accesses.ts";
import { neuronOperations } from "../src/compare/neuron-operations.ts";
import { hasCycle, passesOf } from "../src/compare/passes-without-spikes.ts";
import { defaultStack as stack } from "../src/index.ts";
import { comparedText, differenceOf } from "../src/print/compared.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000 });
const place = workplace();
afterAll(() => place.remove());

const file = fileURLToPath(
  new URL("../../../examples/first-classifier/digits.json", import.meta.url),
);

it("determines when the prediction no longer changes", () => {
  const values = Float64Array.of(0, 1, 3, 0, 0, 1, 5, 0);
  // Sums: 0 1, 3 1, 3 2, 8 2.
  expect(decisionSteps(values, { outputs: 2, reduce: "sum" })).toBe(2);
  // The last values: 0 1, 3 0, 0 1, 5 0.
  expect(decisionSteps(values, { outputs: 2, reduce: "last" })).toBe(4);
  // The earliest spike is of the second one.
  expect(decisionSteps(values, { outputs: 2, reduce: "first" })).toBe(1);
});

it("is undecided while the maximum is tied", () => {
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

it("reproduces the operation costs of a known case", () => {
  // 784-256-10 in 25 steps at a tenth: 12.0 µJ and 0.54 µJ at Loihi's greatest update; 0.457 µJ of 32-bit additions.
  const counts = { synaptic: 508_160, updates: 6650, multiplications: 0 };
  const costs = new Map(energyTargets.map((one) => [one.name, energyOf(one, counts)]));
  expect(costs.get("Loihi 1")?.[0]).toBeCloseTo(508.16 * 23.6 + 6.65 * 52, 6);
  expect(costs.get("arithmetic alone, 45 nm")?.[1]).toBeCloseTo(457.344, 6);
  const analog = { synaptic: 0, updates: 0, multiplications: 203_264 };
  expect(energyOf(energyTargets[0] as never, analog)?.[1]).toBeCloseTo(935.0144, 6);
  expect(energyOf(energyTargets[1] as never, analog)).toBeUndefined();
});

it("includes the arithmetic of neurons if a machine has no figure per update", () => {
  const neuronOperations = { multiplications: 10, additions: 20, divisions: 3, functions: 1 };
  const counts = { synaptic: 100, updates: 10, multiplications: 0, neuronOperations };
  const costs = new Map(energyTargets.map((one) => [one.name, energyOf(one, counts)]));
  const [low, high] = costs.get("arithmetic alone, 45 nm") ?? [];
  expect(low).toBeCloseTo((100 * 0.03 + 10 * 0.2 + 20 * 0.03 + 4 * 0.23) / 1000, 9);
  expect(high).toBeCloseTo((100 * 0.9 + 10 * 3.7 + 20 * 0.9 + 15 * 4.6 + 10 * 4.6) / 1000, 9);
  expect(costs.get("Loihi 1")?.[0]).toBeCloseTo((100 * 23.6 + 10 * 52) / 1000, 9);
});

it("counts the arithmetic of statements and loops", () => {
  const loop = {
    where: parseExpression("a > 0"),
    turns: 3,
    carried: [
      {
        name: "c",
        start: parseExpression("a"),
        next: parseExpression("c + b"),
        otherwise: parseExpression("a / 2"),
      },
    ],
    lets: [["b", parseExpression("exp(c) * 2")] as const],
  };
  const kernel = {
    name: "step",
    statements: [["d", parseExpression("-a % 2 + max(a, 0)")] as const, loop],
    stores: [["a", parseExpression("where(a > 1 and not (a > 2), d, abs(c))")] as const],
    // Neither the sum with 0 nor the product with 1 counts.
    spikes: parseExpression("1 * a + 0 >= 1"),
  };
  // max, the sum, two comparisons, the spike; the condition of the loop; an addition in each of three turns.
  expect(neuronOperations({ kernels: [kernel] })).toEqual({
    multiplications: 3,
    additions: 9,
    divisions: 2,
    functions: 3,
  });
});

it("evaluates layers without spikes once per step of a sequence", () => {
  const link = (from: string, to: string) => ({ from, to });
  expect(hasCycle([link("a", "b"), link("b", "c")])).toBe(false);
  expect(hasCycle([link("a", "b"), link("b", "b")])).toBe(true);
  expect(hasCycle([link("a", "b"), link("b", "c"), link("c", "b"), link("c", "d")])).toBe(true);
  const given = (task: object, samples: object, projections: readonly object[] = []) =>
    passesOf({ task, test: { samples }, stack, program: { projections } } as never, 22);
  expect(given({}, {}).count).toBe(1);
  expect(given({}, { files: [] })).toEqual({ count: 22, reason: "events" });
  expect(given({ values: { steps: 7 } }, {}, [link("b", "b")]).count).toBe(7);
  expect(given({}, {}, [link("b", "b")])).toEqual({ count: 22, reason: "recurrence" });
  expect(given({ encoder: { name: "latency-linear" } }, {}).count).toBe(1);
  expect(given({ encoder: { name: "delta" } }, {})).toEqual({ count: 22, reason: "signal" });
});

it("counts accesses of memory on both sides", () => {
  const found = memoryOf({
    synaptic: 10,
    multiplications: 5,
    stateUpdates: 4,
    withoutSpikes: 20,
    outputsWithoutSpikes: 3,
  });
  expect(found).toEqual({ accesses: 30 + 10 + 8, withoutSpikes: 43 });
  expect(memoryEnergyOf(1000, "sram-8k")).toEqual([5, 10]);
  expect(memoryEnergyOf(1000, "dram")).toEqual([650, 2600]);
});

it("measures the output of spikeloom train", async () => {
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
  // v decays, the input is added and compared with the threshold; the readout averages 10 outputs over 22 steps.
  const updates = 22 * 74;
  expect(found.updates).toBe(updates);
  const none = { multiplications: 0, additions: 0, divisions: 0, functions: 0 };
  const operations = { ...none, multiplications: updates, additions: 2 * updates + 220 };
  expect(found.neuronOperations).toEqual(operations);
  expect(found.operationsWithoutSpikes).toEqual({ ...none, additions: 74 });
  expect(found.passes).toEqual({ count: 1, reason: "one pass" });
  // Pixels of 0 need no multiplication.
  const { samples } = loaded.test;
  const lit = "values" in samples ? samples.values.filter((one) => one !== 0).length : Number.NaN;
  expect(lit).toBeLessThan(0.6 * 64 * 40);
  expect(found.withoutSpikes).toBeCloseTo((64 * lit) / 40 + 640, 9);
  expect(found.dense).toBe(22 * 4736);
  expect(found.connectionSparsity).toBe(0);
  expect(found.activationSparsity).toBeCloseTo(1 - hidden / updates, 12);
  const arithmetic = found.energy["arithmetic alone, 45 nm"] ?? [Number.NaN, Number.NaN];
  const parts = [found.synaptic + 2 * updates + 220, updates] as const;
  expect(arithmetic[0]).toBeCloseTo((0.03 * parts[0] + 0.2 * parts[1]) / 1000, 9);
  expect(arithmetic[1]).toBeCloseTo((0.9 * parts[0] + 3.7 * parts[1]) / 1000, 9);
  // Two variables per neuron: the potential and the sum of its input.
  expect(found.memory.accesses).toBeCloseTo(3 * found.synaptic + 4 * updates, 6);
  expect(found.memory.withoutSpikes).toBeCloseTo(2 * found.withoutSpikes + 74, 9);
  expect(found.decision.mean).toBeGreaterThan(1);
  expect(found.decision.most).toBeLessThanOrEqual(22);
  expect(found.weightBytes).toBe(4 * found.synapses);
  const text = comparedText(found, found);
  expect(text).toContain("p = 1");
  expect(text).not.toContain("effective MACs (values)");
  expect(text).toMatch(/\nper sample:.*\nenergy per sample:/s);
  expect(text).toContain("Assumptions");
  const compared = await place.run(
    "compare",
    "results/short.json",
    "results/short.json",
    "--memory-accesses",
    "sram-32k",
  );
  expect(compared).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/accesses per sample, sram-32k.*10 to 20 pJ per access/s),
  });
  await expect(loadTrained(place.path("short.json"), { stack })).rejects.toMatchObject({
    code: "SL_TRAINED_FILE",
    expected: expect.stringContaining("short-training.json"),
    got: expect.any(String),
  });
});

it("adds energies of memory to the JSON", async () => {
  const files = ["results/short.json", "results/short.json"];
  const { stdout } = await place.run("compare", ...files, "--memory-accesses", "dram", "--json");
  const { first, memoryEnergy } = JSON.parse(stdout);
  expect(memoryEnergy.memory).toBe("dram");
  const [low, high] = memoryEnergy.first.energy;
  expect(low).toBeCloseTo(0.65 * first.memory.accesses, 6);
  expect(high).toBeCloseTo(2.6 * first.memory.accesses, 6);
});

it("counts a shared weight once, and the samples that remain undecided", async () => {
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
  // NeuroBench leaves out weights of 0, on both sides.
  expect(found).toMatchObject({ synaptic: 0, withoutSpikes: 0, connectionSparsity: 1 });
  expect([found.dense, found.activationSparsity]).toEqual([4 * 72 * 9, 1]);
  expect(found.decision).toEqual({
    mean: Number.NaN,
    most: Number.POSITIVE_INFINITY,
    undecided: 4,
  });
  expect(comparedText(found, found)).toMatch(/decided after, mean +- +-\n/);
  // As many samples with different labels.
  const { samples } = loaded.test;
  const targets = Array.from(samples.targets, (one) => 9 - one);
  const other = measureTrained({
    ...loaded,
    test: { ...loaded.test, samples: { ...samples, targets } },
  });
  expect(differenceOf(found, found)?.p).toBe(1);
  expect(differenceOf(found, other)).toBeUndefined();
});
