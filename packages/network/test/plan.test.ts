import {
  createStack,
  defineBackend,
  defineConnector,
  type NetworkRecord,
  type ProjectionRecord,
} from "@spikeloom/kernel";
import {
  checkNetwork,
  indexBuffer,
  type PlannedProjection,
  planProjection,
  projectionNames,
  resolvePopulation,
} from "@spikeloom/network";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { processorTime } from "../../../tools/test/processor-time.ts";
import { valid } from "./fixtures.ts";
import { functions } from "./functions.ts";
import { stack } from "./models.ts";

const options = { stack, seed: 7, functions };

function within(size: number, projection: Partial<ProjectionRecord>): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    populations: { A: { model: "lif-delta", size } },
    projections: [
      { from: "A", to: "A", connector: { kind: "all-to-all" }, weight: "1 mV", ...projection },
    ],
  };
}

/** Pairs of neurons of the populations, after the selections. */
function pairsOf({ plan, sources, targets }: PlannedProjection): (readonly [number, number])[] {
  const byTarget = plan.by === "target";
  const partners = indexBuffer();
  return Array.from({ length: (byTarget ? targets : sources).size }, (_, k) => k).flatMap((k) => {
    partners.clear();
    plan.partners(k, partners);
    return [...partners.view()].map((partner) =>
      byTarget
        ? ([sources.neuron(partner), targets.neuron(k)] as const)
        : ([sources.neuron(k), targets.neuron(partner)] as const),
    );
  });
}

it("draws the weights of a window once for all positions", () => {
  const draw = { draw: "normal", mean: "1 mV", sd: "1 mV" } as const;
  const kernel = { kind: "convolution", rows: 4, columns: 4, kernelRows: 3, kernelColumns: 2 };
  const network: NetworkRecord = {
    ...within(16, { to: "B", connector: kernel, weight: draw, delay: "1 ms" }),
    populations: { A: { model: "lif-delta", size: 16 }, B: { model: "lif-delta", size: 12 } },
  };
  const { plan, weight } = planProjection(network, 0, options);
  const partners = indexBuffer();
  const shared = new Map<number, Set<number>>();
  for (let target = 0; target < 12; target++) {
    partners.clear();
    plan.partners(target, partners);
    const row = [...partners.view()];
    const out = new Float64Array(row.length);
    weight.fill?.({ index: target, partners: row }, out);
    row.forEach((source, k) => {
      const entry = plan.listed?.entry(target, k, source) ?? -1;
      shared.set(entry, (shared.get(entry) ?? new Set()).add(out[k] as number));
    });
  }
  // Two channels of targets, 3 × 2 places: each weight is one number, and all differ.
  expect([...shared.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, k) => k));
  expect([...shared.values()].map(({ size }) => size)).toEqual(new Array(12).fill(1));
  expect(new Set([...shared.values()].flatMap((one) => [...one])).size).toBe(12);
});

describe("planProjection", () => {
  const selection = fc.oneof(
    fc.record({
      from: fc.nat(5),
      // At least two neurons, so that each has a partner without its autapse.
      until: fc.integer({ min: 9, max: 12 }),
      every: fc.integer({ min: 1, max: 3 }),
    }),
    fc.uniqueArray(fc.nat(11), { minLength: 2, maxLength: 12 }).map((indices) => ({ indices })),
  );
  const kinds = fc.constantFrom(
    { kind: "all-to-all" },
    { kind: "fixed-probability", p: 0.7 },
    { kind: "fixed-indegree", n: 3 },
    { kind: "fixed-outdegree", n: 3 },
    { kind: "fixed-total", n: 9 },
    { kind: "index-probability", p: "0.7" },
  );

  it("creates no autapse if the flag is off, however the two selections overlap", () => {
    fc.assert(
      fc.property(selection, selection, kinds, (fromNeurons, toNeurons, kind) => {
        const connector = { ...kind, autapses: false };
        const network = within(12, { fromNeurons, toNeurons, connector });
        const planned = planProjection(network, 0, options);
        const pairs = pairsOf(planned);
        expect(pairs.every(([i, j]) => i !== j)).toBe(true);
        if (kind.kind === "all-to-all") expect(pairs).toHaveLength(planned.plan.expected);
      }),
    );
  });

  it("keys random numbers by the projection's name", () => {
    const connector = { kind: "fixed-indegree", n: 3 };
    const draw = (name: string, seed = 7): unknown =>
      pairsOf(planProjection(within(12, { connector, name }), 0, { ...options, seed }));
    expect(draw("one")).toEqual(draw("one"));
    expect(draw("one")).not.toEqual(draw("two"));
    expect(draw("one")).not.toEqual(draw("one", 8));
  });

  it("connects by distance on a periodic axis", () => {
    const planned = planProjection(valid("space"), 0, options);
    const pre = resolvePopulation(valid("space"), "G", options).coordinates ?? [];
    const post = resolvePopulation(valid("space"), "R", options).coordinates ?? [];
    const near: (readonly [number, number])[] = [];
    for (let j = 0; j < 5; j++) {
      for (let i = 0; i < 12; i++) {
        const dx = Math.abs((pre[0]?.[i] ?? 0) - (post[0]?.[j] ?? 0));
        const dy = (pre[1]?.[i] ?? 0) - (post[1]?.[j] ?? 0);
        if (Math.sqrt(Math.min(dx, 1000 - dx) ** 2 + dy ** 2) < 300) near.push([i, j]);
      }
    }
    expect(near.length).toBeGreaterThan(5);
    expect(pairsOf(planned)).toEqual(near);
  });

  it("gives each listed pair its own weight and delay", () => {
    const { plan, weight, delay } = planProjection(valid("values"), 2, options);
    const partners = indexBuffer();
    plan.partners(1, partners);
    const row = { index: 1, partners: partners.view() };
    const weights = new Float64Array(2);
    const delays = new Float64Array(2);
    weight.fill?.(row, weights);
    delay.fill?.(row, delays);
    expect([...row.partners]).toEqual([0, 0]);
    expect([...weights]).toEqual([0.1, 0.2]);
    expect([...delays]).toEqual([1, 2]);
  });

  it("needs no receptor for a synapse that only couples", () => {
    const network = within(3, { synapse: "gap", weight: "1 nS" });
    expect(checkNetwork(network, { stack })).toEqual([]);
    const planned = planProjection(network, 0, options);
    expect(planned.receptor).toBeUndefined();
    expect(planned.weight).toEqual({ constant: 1 });
  });

  it("refuses random weights of the wrong sign when they are drawn", () => {
    const network: NetworkRecord = {
      ...within(3, { weight: { draw: "normal", mean: "0 nS", sd: "1 nS" } }),
      populations: { A: { model: "lif-cond-exp", size: 3 } },
    };
    const { weight } = planProjection(network, 0, options);
    const fill = (index: number): void =>
      weight.fill?.({ index, partners: [0, 1, 2] }, new Float64Array(3));
    // All of 30 normal draws of mean 0 are positive once in 10^9.
    expect(() => Array.from({ length: 10 }, (_, k) => fill(k))).toThrow("SL_WEIGHT_SIGN");
  });
});

describe("resolvePopulation", () => {
  it("computes parameters, initial values and positions in internal units", () => {
    const { parameters, initial, coordinates } = resolvePopulation(valid("values"), "A", options);
    expect(coordinates).toEqual([Float64Array.of(0, 10, 20, 30)]);
    expect(parameters.get("tau_m")?.value).toEqual(Float64Array.of(10, 11, 12, 13));
    expect(parameters.get("tau_refrac")?.value).toEqual(Float64Array.of(2, 2.25, 2.5, 2.75));
    expect(parameters.get("v_reset")?.value).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(parameters.get("v_threshold")?.value).toBe(20);
    const v = initial.get("v")?.value;
    if (typeof v !== "object") throw new Error("one number");
    v.forEach((value, i) => {
      const least = i + 0.1 * 10 * i;
      expect(value).toBeGreaterThanOrEqual(least);
      expect(value).toBeLessThan(least + 1);
    });
  });

  it("takes initial values from the model by default", () => {
    const { initial } = resolvePopulation(valid("least"), "A", options);
    expect(initial.get("v")?.value).toEqual(Float64Array.of(0));
  });

  it("reads spike times in milliseconds, one list each or one for all", () => {
    const network = valid("sources");
    const each = resolvePopulation(network, "S", options).times?.map((times) => [...times]);
    expect(each).toEqual([[1, 2.5, 10], [], [20]]);
    const shared = resolvePopulation(network, "T", options).times?.map((times) => [...times]);
    expect(shared).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it("refuses drawn parameters outside the bounds of the model", () => {
    const network = within(50, {});
    const parameters = { tau_m: { draw: "normal", mean: "0 ms", sd: "1 ms" } } as const;
    const populations = { A: { model: "lif-delta", size: 50, parameters } };
    const resolve = (): unknown => resolvePopulation({ ...network, populations }, "A", options);
    expect(resolve).toThrow("SL_VALUE_RANGE at populations.A.parameters.tau_m");
  });
});

describe("names, capabilities and memory", () => {
  it("names projections by their ends and distinguishes given names", () => {
    const between = { connector: { kind: "all-to-all" }, weight: "1 mV", from: "A", to: "B" };
    const projections = [between, { ...between, name: "A->B#2" }, between, { ...between, to: "A" }];
    expect(projectionNames({ projections })).toEqual(["A->B", "A->B#2", "A->B#3", "A->A"]);
  });

  it("lists what a backend lacks, with the place", () => {
    const backend = defineBackend({
      name: "poor",
      about: "Knows delays and Poisson drives.",
      provides: ["delays", "poisson-stimuli"],
      check: () => [],
      estimate: plainEstimate,
      prepare: () => Promise.reject(new Error("not run")),
    });
    expect(checkNetwork(valid("brunel"), { stack, backend })).toEqual([]);
    const instant = { ...within(3, { delay: "0 ms" }), convention: "brian2" };
    const missing = checkNetwork(instant, { stack, backend });
    expect(missing.map(({ code, place }) => [code, place])).toEqual([
      ["SL_MISSING_CAPABILITY", "projections[0]"],
    ]);
    const sources = checkNetwork(valid("sources"), { stack, backend });
    expect(sources.map(({ place }) => place)).toEqual([
      "populations.S",
      "populations.T",
      // It sends, and draws what it sends.
      "populations.P",
      "populations.P",
    ]);
  });

  it("checks huge networks immediately, before anything is allocated", () => {
    const connector = { kind: "fixed-total", n: 1e12, autapses: false };
    const network = within(4e9, { connector });
    const started = processorTime();
    expect(checkNetwork(network, { stack })).toEqual([]);
    // Planning four billion neurons would take minutes and their memory; a check takes milliseconds.
    expect(processorTime() - started).toBeLessThan(10_000);
  });
});

describe("options of a connector", () => {
  it("that are omitted have the stated defaults", () => {
    const next = defineConnector({
      name: "next",
      about: "Each neuron to the one that is k further on.",
      options: { k: { type: "integer", default: 2, about: "how far" } },
      plan: ({ sources, targets, options: { k } }) => ({
        by: "source",
        expected: sources,
        partners: (source, into) => into.push((source + k) % targets),
      }),
    });
    const own = createStack({ plugins: [stack, next] });
    const pairs = (connector: ProjectionRecord["connector"]): unknown =>
      pairsOf(planProjection(within(4, { connector }), 0, { ...options, stack: own }));
    expect(pairs({ kind: "next" })).toEqual(pairs({ kind: "next", k: 2 }));
    expect(pairs({ kind: "next" })).not.toEqual(pairs({ kind: "next", k: 1 }));
  });

  it("keep to the bounds and choices that it states", () => {
    const way = { type: "text", choices: ["forth", "back"], about: "the way" } as const;
    const near = defineConnector({
      name: "near",
      about: "Each neuron to some that are near.",
      options: { k: { type: "integer", least: 1, most: 3, about: "how far" }, way },
      plan: ({ sources }) => ({ by: "source", expected: sources, partners: () => {} }),
    });
    const own = createStack({ plugins: [stack, near] });
    const faults = (given: object): readonly string[] =>
      checkNetwork(within(4, { connector: { kind: "near", ...given } }), { stack: own }).map(
        ({ code, place, expected }) => `${code} ${place}: ${expected}`,
      );
    expect(faults({ k: 3, way: "back" })).toEqual([]);
    const place = "SL_CONNECTOR_OPTION projections[0].connector";
    const range = "a non-negative whole number, at least 1 and at most 3";
    expect(faults({ k: 0 })).toEqual([`${place}.k: ${range}`]);
    expect(faults({ k: 4 })).toEqual([`${place}.k: ${range}`]);
    expect(faults({ way: "up" })).toEqual([`${place}.way: forth, back`]);
  });
});
