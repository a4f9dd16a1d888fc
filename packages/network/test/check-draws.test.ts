import {
  type DrawValue,
  defineNeuron,
  type NetworkRecord,
  type ProjectionRecord,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import {
  checkNetwork,
  delaySteps,
  indexBuffer,
  planProjection,
  resolveConvention,
} from "@spikeloom/network";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { functions } from "./functions.ts";
import { stack } from "./models.ts";

/** A neuron that projects to itself through a receptor that accepts no negative weights. */
function within(projection: Partial<ProjectionRecord>, convention = "nest"): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    convention,
    populations: { A: { model: "lif-cond-exp", size: 20 } },
    projections: [
      {
        from: "A",
        to: "A",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: "1 nS",
        ...projection,
      },
    ],
  };
}

function onlyError(network: NetworkRecord): SpikeLoomError | undefined {
  const errors = checkNetwork(network, { stack });
  expect(errors.length).toBeLessThan(2);
  return errors[0];
}

describe("checkNetwork of drawn weights", () => {
  it("requests a bound if a normal distribution extends below zero", () => {
    const weight: DrawValue = { draw: "normal", mean: "6 nS", sd: "1.5 nS" };
    const error = onlyError(within({ weight }));
    expect(error).toMatchObject({
      code: "SL_WEIGHT_SIGN",
      expected: "weights that are not negative",
      next: 'Set "min": "0 nS".',
    });
    expect(onlyError(within({ weight: { ...weight, min: "0 nS" } }))).toBeUndefined();
    const clipped = { ...weight, min: "0 nS", outside: "clip" } as const;
    expect(onlyError(within({ weight: clipped }))).toBeUndefined();
  });

  it.each<DrawValue>([
    { draw: "uniform", low: "-2 nS", high: "-1 nS" },
    { draw: "normal", mean: "-6 nS", sd: "1 nS" },
    { draw: "exponential", mean: "-1 nS" },
  ])("requests another sign, not a bound: %j", (weight) => {
    expect(onlyError(within({ weight }))?.next).toMatch(/^Change the sign/);
  });
});

describe("checkNetwork of drawn delays", () => {
  it("requests the minimum delay of the convention", () => {
    const delay: DrawValue = { draw: "uniform", low: "0 ms", high: "2 ms" };
    expect(onlyError(within({ delay }))).toMatchObject({
      code: "SL_DELAY",
      expected: 'at least 0.1 ms ("nest")',
      next: 'Set "min": "0.1 ms".',
    });
    // Without a least delay, zero is fine and only the negative is refused.
    expect(onlyError(within({ delay }, "brian2"))).toBeUndefined();
    const normal: DrawValue = { draw: "normal", mean: "1.5 ms", sd: "0.75 ms" };
    expect(onlyError(within({ delay: normal }, "brian2"))?.next).toBe('Set "min": "0 ms".');
  });

  it("accepts delays that round to the minimum delay", () => {
    // Half a step rounds up to a step.
    const delay: DrawValue = { draw: "normal", mean: "1.5 ms", sd: "0.75 ms", min: "0.05 ms" };
    expect(onlyError(within({ delay }))).toBeUndefined();
    expect(onlyError(within({ delay: { ...delay, min: "0.04 ms" } }))?.code).toBe("SL_DELAY");
  });

  it.each<NonNullable<ProjectionRecord["delay"]>>([
    "0.04 ms",
    { values: new Array(400).fill(0.04), unit: "ms" },
    { draw: "uniform", low: "0.01 ms", high: "0.04 ms" },
  ])("refuses delays shorter than the step: %j", (delay) => {
    expect(onlyError(within({ delay }))?.code).toBe("SL_DELAY");
  });
});

describe("checkNetwork of a random whole number", () => {
  const about = "counts";
  const model = defineNeuron({
    name: "counted",
    about,
    parameters: { n: { default: 3, about, type: "integer", min: 1 } },
    state: { v: { initial: 0, unit: "1", about } },
    dynamics: { v: "-v / (n * ms)" },
  });
  const drawn = (n: DrawValue): SpikeLoomError | undefined =>
    onlyError({
      format: "spikeloom-network",
      version: 1,
      populations: { A: { model, size: 4, parameters: { n } } },
    });

  it.each<DrawValue>([
    { draw: "uniform-integer", low: 1, high: 5 },
    { draw: "uniform", low: 1, high: 5, round: 1 },
    { draw: "binomial", n: 8, p: 0.5, min: 1 },
    { draw: "uniform", low: 2, high: 2 },
  ])("accepts draws of whole numbers: %j", (n) => {
    expect(drawn(n)).toBeUndefined();
  });

  it.each<DrawValue>([
    { draw: "uniform", low: 1, high: 5 },
    { draw: "uniform", low: 1, high: 5, round: 0.5 },
    { draw: "binomial", n: 8, p: 0.5, min: 1.5, outside: "clip" },
  ])("refuses draws that also give others: %j", (n) => {
    expect(drawn(n)).toMatchObject({ code: "SL_VALUE", place: "populations.A.parameters.n" });
  });
});

describe("drawn weights and delays that pass the check", () => {
  const times = fc.double({ min: -1, max: 3, noNaN: true });
  const draw = fc.record(
    {
      draw: fc.constantFrom("normal", "uniform", "exponential", "gamma"),
      min: times,
      max: times,
      outside: fc.constantFrom("clip", "redraw"),
      round: fc.constantFrom(0.1, 0.25),
    },
    { requiredKeys: ["draw"] },
  );

  /** Give a distribution its arguments and all quantities a unit. */
  function withUnit(given: object, unit: string): DrawValue {
    const { draw: name, ...rest } = given as { draw: string };
    const takes: Readonly<Record<string, object>> = {
      normal: { mean: 1, sd: 0.5 },
      uniform: { low: 0.05, high: 2 },
      exponential: { mean: 1 },
      gamma: { scale: 1 },
    };
    const quantities = Object.entries({ ...takes[name], ...rest }).map(([key, value]) => [
      key,
      typeof value === "number" ? `${value} ${unit}` : value,
    ]);
    const shape = name === "gamma" ? { shape: 2 } : {};
    return { draw: name, ...Object.fromEntries(quantities), ...shape } as DrawValue;
  }

  it("pass the run for any seed", () => {
    const convention = resolveConvention("nest");
    fc.assert(
      fc.property(draw, draw, fc.nat(), (weights, delays, seed) => {
        const network = within({ weight: withUnit(weights, "nS"), delay: withUnit(delays, "ms") });
        if (checkNetwork(network, { stack }).length > 0) return;
        const planned = planProjection(network, 0, { stack, seed, functions });
        const partners = indexBuffer();
        planned.plan.partners(0, partners);
        const row = { index: 0, partners: partners.view() };
        try {
          planned.weight.fill?.(row, new Float64Array(row.partners.length));
          const delays = new Float64Array(row.partners.length);
          planned.delay.fill?.(row, delays);
          if (planned.delay.constant === undefined) {
            for (const one of delays) delaySteps(one, { dt: 0.1, convention }, "delay");
          }
        } catch (error) {
          // Bounds too narrow for any draw are beyond a check.
          expect((error as SpikeLoomError).code).toBe("SL_DRAW_REJECTED");
        }
      }),
    );
  });
});
