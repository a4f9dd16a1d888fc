import type { ConventionRecord, DrawValue, Value } from "@spikeloom/kernel";
import {
  delaySteps,
  entityStreams,
  resolveConvention,
  resolveSynapseValue,
  resolveValue,
  type SynapseValueRequest,
  spikeStep,
  type ValueRequest,
} from "@spikeloom/network";
import { parseUnit } from "@spikeloom/units";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { functions } from "./functions.ts";

function resolve(value: Value, given: Partial<ValueRequest> = {}): number | Float64Array {
  const stream = entityStreams(3, "parameter/A/x");
  return resolveValue(value, { size: 4, unit: "mV", place: "x", stream, functions, ...given });
}

function sample(value: DrawValue, given: Partial<ValueRequest> = {}): Float64Array {
  const values = resolve(value, { size: 20_000, ...given });
  if (typeof values === "number") throw new Error("one number");
  return values;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length;
}

describe("resolveValue", () => {
  it("returns scalars, lists and arrays in internal units", () => {
    expect(resolve("0.02 V")).toBe(20);
    expect(resolve("0.3 nA", { unit: "pA" })).toBe(300);
    expect(resolve(0)).toBe(0);
    expect(resolve(["1 mV", "0.002 V", 0, "4 mV"])).toEqual(Float64Array.of(1, 2, 0, 4));
    expect(resolve({ values: [1, 2, 3, 4], unit: "V" })).toEqual(
      Float64Array.of(1000, 2000, 3000, 4000),
    );
    const singles = Float32Array.of(0.1, 1 / 3, 1e-20, -0);
    const asList = resolve({ values: [...singles], unit: "V" });
    expect(resolve({ values: singles, unit: "V" })).toEqual(asList);
  });

  it("computes formulas as steps compute equations", () => {
    expect(resolve({ formula: "(1 // 0.1) * mV" })).toEqual(new Float64Array(4).fill(9));
    expect(resolve({ formula: "(1 % 0.1) * mV" })).toEqual(
      new Float64Array(4).fill(0.09999999999999995),
    );
  });

  it("computes formulas of i, N, positions and other names, and draws inside them", () => {
    const { dimension } = parseUnit("um");
    const names = new Map([["x", { dimension, value: Float64Array.of(0, 10, 20, 30) }]]);
    const got = resolve({ formula: "1*mV * (i + N) + x * 2*mV/um + 0.5*mV * exp(0)" }, { names });
    expect(got).toEqual(Float64Array.of(4.5, 25.5, 46.5, 67.5));
    const drawn = resolve({ formula: "1*mV * rand()" }, { size: 20_000 });
    if (typeof drawn === "number") throw new Error("one number");
    // Five standard errors of a uniform mean.
    expect(Math.abs(mean(drawn) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 20_000));
  });

  it("loads data through the loader, and fails without one", () => {
    const data = { file: "a.h5", path: "/v", unit: "V" };
    expect(resolve(data, { load: () => [1, 2, 3, 4] })).toEqual(
      Float64Array.of(1000, 2000, 3000, 4000),
    );
    expect(() => resolve(data)).toThrow("SL_DATA_MISSING");
  });

  it("refuses values without the dimension", () => {
    expect(() => resolve("1 nA")).toThrow("SL_VALUE_DIMENSION");
    expect(() => resolve(1)).toThrow("SL_VALUE_DIMENSION");
    expect(() => resolve(Number.NaN)).toThrow("SL_VALUE_NUMBER");
    expect(() => resolve(["1 mV"])).toThrow("SL_VALUE_LENGTH");
    expect(() => resolve({ values: [1, 2, 3, Number.NaN], unit: "mV" })).toThrow("SL_VALUE_NUMBER");
    expect(() => resolve({ formula: "0*mV / (i - 1)" })).toThrow("SL_VALUE_NUMBER");
    expect(() => resolve({ formula: "1*nA" })).toThrow("SL_DIMENSION");
    expect(() => resolve(null as unknown as Value)).toThrow("SL_VALUE");
    expect(() => resolve({ draw: "cauchy" } as unknown as Value)).toThrow("SL_DRAW");
  });

  it("gives each neuron the same draw whatever the size of the population", () => {
    const value: DrawValue = { draw: "gamma", shape: 2, scale: "1 mV" };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (size) => {
        const few = resolve(value, { size }) as Float64Array;
        expect(few).toEqual((resolve(value, { size: 50 }) as Float64Array).subarray(0, size));
      }),
    );
  });
});

describe("draws have the moments of their distribution", () => {
  /** A draw with its unit, and the moments that it should have; kurtosis is that of a normal at 3. */
  interface Moments {
    readonly value: DrawValue;
    readonly unit: string;
    readonly centre: number;
    readonly spread: number;
    readonly kurtosis: number;
  }

  const cases: readonly Moments[] = [
    {
      value: { draw: "uniform", low: "-10 mV", high: "20 mV" },
      unit: "mV",
      centre: 5,
      spread: 75,
      kurtosis: 1.8,
    },
    {
      value: { draw: "uniform-integer", low: 1, high: 7 },
      unit: "1",
      centre: 3.5,
      spread: 35 / 12,
      kurtosis: 1.74,
    },
    {
      value: { draw: "normal", mean: "5 mV", sd: "2 mV" },
      unit: "mV",
      centre: 5,
      spread: 4,
      kurtosis: 3,
    },
    { value: { draw: "exponential", mean: "3 mV" }, unit: "mV", centre: 3, spread: 9, kurtosis: 9 },
    {
      value: { draw: "gamma", shape: 2, scale: "3 mV" },
      unit: "mV",
      centre: 6,
      spread: 18,
      kurtosis: 6,
    },
    { value: { draw: "poisson", mean: 4 }, unit: "1", centre: 4, spread: 4, kurtosis: 3.25 },
    {
      value: { draw: "binomial", n: 10, p: 0.3 },
      unit: "1",
      centre: 3,
      spread: 2.1,
      kurtosis: 2.88,
    },
    // exp(mu + sigma^2 / 2) and (exp(sigma^2) - 1) exp(2 mu + sigma^2), over volts, in mV.
    {
      value: { draw: "lognormal", mu: 0, sigma: 0.25 },
      unit: "V",
      centre: 1031.74,
      spread: 68_655,
      kurtosis: 4.1,
    },
  ];

  it.each(cases)("$value.draw", ({ value, unit, centre, spread, kurtosis }) => {
    const values = sample(value, { unit });
    // Five standard errors of the mean and of the variance.
    expect(Math.abs(mean(values) - centre)).toBeLessThan(5 * Math.sqrt(spread / 20_000));
    const relative = Math.sqrt((kurtosis - 1) / 20_000);
    expect(Math.abs(variance(values) / spread - 1)).toBeLessThan(5 * relative);
  });

  it("redraws or clips values out of bounds, and rounds last", () => {
    const normal = { draw: "normal", mean: "1.5 mV", sd: "0.75 mV", min: "0.1 mV" } as const;
    const redrawn = sample(normal);
    expect(redrawn.every((value) => value >= 0.1)).toBe(true);
    expect(redrawn.filter((value) => value === 0.1)).toHaveLength(0);
    const clipped = sample({ ...normal, max: "3 mV", outside: "clip" });
    // Below (0.1 - 1.5) / 0.75 = -1.8667 lie 3.1 % of a normal; five standard errors of that count.
    const low = clipped.filter((value) => value === 0.1).length;
    expect(Math.abs(low - 619)).toBeLessThan(5 * Math.sqrt(600));
    expect(clipped.every((value) => value >= 0.1 && value <= 3)).toBe(true);
    const rounded = sample({ ...normal, round: "0.1 mV" });
    expect(rounded.every((value) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-9)).toBe(
      true,
    );
    const never = { ...normal, min: "100 mV" };
    expect(() => sample(never)).toThrow("SL_DRAW_REJECTED");
  });

  it("refuses arguments that define no distribution", () => {
    const bad: readonly DrawValue[] = [
      { draw: "normal", mean: "1 mV" },
      { draw: "normal", mean: "1 mV", sd: "-1 mV" },
      { draw: "normal", mean: "1 mV", sd: "1 mV", shape: 1 },
      { draw: "uniform", low: "2 mV", high: "1 mV" },
      { draw: "gamma", shape: 0, scale: "1 mV" },
      { draw: "uniform", low: "0 mV", high: "1 mV", min: "2 mV", max: "1 mV" },
      { draw: "uniform", low: "0 mV", high: "inf mV" },
      { draw: "normal", mean: "1 mV", sd: "1 mV", round: "0 mV" },
    ];
    for (const value of bad) expect(() => sample(value)).toThrow("SL_DRAW");
    expect(() => sample({ draw: "binomial", n: 1, p: 2 }, { unit: "1" })).toThrow("SL_DRAW");
    expect(() => sample({ draw: "normal", mean: 1, sd: 1 })).toThrow("SL_VALUE_DIMENSION");
    expect(() => sample({ draw: "poisson", mean: 4 })).toThrow("SL_VALUE_DIMENSION");
  });
});

const ends = { sources: 5, targets: 6, distance: (i: number, j: number) => Math.abs(i - j) };

function synapses(value: Value, given: Partial<SynapseValueRequest> = {}) {
  return resolveSynapseValue(value, {
    unit: "mV",
    place: "weight",
    ends,
    plan: { by: "target" },
    stream: entityStreams(3, "weight/A->B"),
    functions,
    ...given,
  });
}

function row(
  value: ReturnType<typeof synapses>,
  index: number,
  partners: readonly number[],
): number[] {
  if (value.constant !== undefined) return partners.map(() => value.constant);
  const out = new Float64Array(partners.length);
  value.fill({ index, partners }, out);
  return [...out];
}

describe("resolveSynapseValue", () => {
  it("keeps a scalar as one constant", () => {
    expect(synapses("0.1 mV")).toEqual({ constant: 0.1 });
    expect(() => synapses("inf mV")).toThrow("SL_VALUE_NUMBER");
  });

  it("fills rows in any order with the same draws", () => {
    const value = synapses({ draw: "normal", mean: "1 mV", sd: "1 mV" });
    const first = row(value, 2, [0, 1, 1, 4]);
    row(value, 5, [3]);
    expect(row(value, 2, [0, 1, 1, 4])).toEqual(first);
    expect(new Set(first).size).toBe(4);
    expect(row(value, 3, [0, 1, 1, 4])).not.toEqual(first);
  });

  it("reads i, j, d and positions from the right end", () => {
    const formula = { formula: "1*mV * (i + 10*j) + d * mV/um * 100 + (x_post - x_pre) * mV/um" };
    const places = {
      from: [Float64Array.of(0, 1, 2, 3, 4)],
      to: [Float64Array.of(0, 10, 20, 30, 40, 50)],
    };
    const at = (i: number, j: number): number => i + 10 * j + 100 * Math.abs(i - j) + 10 * j - i;
    const byTarget = synapses(formula, { ends: { ...ends, ...places } });
    expect(row(byTarget, 3, [0, 4])).toEqual([at(0, 3), at(4, 3)]);
    const bySource = synapses(formula, { ends: { ...ends, ...places }, plan: { by: "source" } });
    expect(row(bySource, 3, [0, 4])).toEqual([at(3, 0), at(3, 4)]);
    expect(() => synapses(formula)).toThrow("SL_POSITIONS");
  });

  it("matches a list with the connections that a connector lists", () => {
    const listed = { length: 3, entry: (_: number, k: number) => 2 - k };
    const value = synapses(["1 mV", "2 mV", "3 mV"], { plan: { by: "target", listed } });
    expect(row(value, 0, [0, 1, 2])).toEqual([3, 2, 1]);
    expect(() => synapses(["1 mV"], { plan: { by: "target", listed } })).toThrow("SL_VALUE_LENGTH");
    expect(() => synapses(["1 mV"])).toThrow("SL_VALUE at weight");
  });
});

describe("given spike times", () => {
  const step = (time: number, convention: string): number =>
    spikeStep(time, { dt: 0.1, convention: resolveConvention(convention) });

  it.each([
    ["nest", [100, 101, 101, 101, 101, 3, 1]],
    ["brian2", [100, 100, 100, 100, 101, 3, 0]],
    ["neuron", [100, 100, 100, 101, 101, 3, 0]],
    ["nengo", [100, 100, 100, 101, 101, 3, 0]],
  ] as const)("%s", (convention, expected) => {
    // The last but one is 0.30000000000000004.
    const times = [10, 10.02, 10.049, 10.051, 10.1 - 1e-9, 0.1 + 0.2, 0.02];
    expect(times.map((time) => step(time, convention))).toEqual(expected);
  });

  it("follow the stamp if an explicit convention does not define them", () => {
    const { spikeTimes: _, ...nest } = resolveConvention("nest");
    const at = (spikeStamp: "start" | "end") =>
      spikeStep(10.08, { dt: 0.1, convention: { ...nest, spikeStamp } });
    expect([at("end"), at("start")]).toEqual([101, 100]);
    expect(spikeStep(10.02, { dt: 0.1, convention: nest })).toBe(100);
  });
});

describe("delays", () => {
  const steps = (delay: number, convention: string | ConventionRecord): number =>
    delaySteps(delay, { dt: 0.1, convention: resolveConvention(convention) }, "delay");

  it.each([
    // Brian2 computes int(d / dt + 0.5) in floating point: 0.15 / 0.1 is a little less than 1.5.
    ["brian2", 0.04, 0],
    ["brian2", 0.05, 1],
    ["brian2", 0.06, 1],
    ["brian2", 0.15, 1],
    ["brian2", 0.25, 3],
    ["brian2", 0, 0],
    // NEST rounds to the nearest step, the half up.
    ["nest", 0.05, 1],
    ["nest", 0.15, 2],
    ["nest", 0.25, 3],
    ["nest", 0.3, 3],
    ["nest", 1.5, 15],
    ["neuron", 0, 0],
  ] as const)("%s takes %s ms as %s steps", (convention, delay, expected) => {
    expect(steps(delay, convention)).toBe(expected);
  });

  it("refuses delays below the minimum, or negative", () => {
    expect(() => steps(0.04, "nest")).toThrow("SL_DELAY ");
    expect(() => steps(-0.001, "brian2")).toThrow("SL_DELAY ");
    expect(() => steps(Number.NaN, "brian2")).toThrow("SL_DELAY ");
    const exact = { ...resolveConvention("nest"), delay: { least: 1, rounding: "exact" } } as const;
    expect(steps(0.3, exact)).toBe(3);
    expect(() => steps(0.15, exact)).toThrow("SL_DELAY ");
    const floor = { ...exact, delay: { least: 0, rounding: "floor" } } as const;
    expect([0.05, 0.3, 0.39].map((delay) => steps(delay, floor))).toEqual([0, 3, 3]);
  });

  it("turns any multiple of the step into itself under every convention", () => {
    const any = fc.constantFrom("nest", "brian2", "neuron", "nengo");
    const dts = fc.constantFrom(0.1, 0.01, 0.05, 0.025, 1, 0.3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), dts, any, (k, dt, name) => {
        const rules = { dt, convention: resolveConvention(name) };
        expect(delaySteps(k * dt, rules, "delay")).toBe(k);
      }),
    );
  });
});
