import { hostFunctions } from "@spikeloom/equations/functions";
import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { draws as drawsOf } from "../../../../tools/test/draws.ts";
import { earliestCrossing, nextCrossing } from "../../src/events/crossing.ts";
import { decaying, logarithm } from "../../src/events/decaying.ts";
import {
  addTerm,
  exponentials,
  integralTo,
  slopeAt,
  valueAt,
} from "../../src/events/exponentials.ts";

const draws = stream(streamKey(6, "crossings"), 0);
const count = drawsOf({ ci: 40, long: 400 });

it("decays as the built-in exponential does, to the bit", () => {
  const exp = hostFunctions["exp"] as (x: number) => number;
  for (const x of [0, -0, -1e-300, -Math.LN2 / 2, -708]) expect(decaying(x)).toBe(exp(x));
  for (let k = 0; k < 2000; k++) {
    const x = -708 * draws.uniform() ** 4;
    expect(decaying(x)).toBe(exp(x));
  }
});

it("has logarithms to two units in the last place", () => {
  const log = hostFunctions["log"] as (x: number) => number;
  for (const x of [1, 2, 0.5, Math.SQRT2, 1e-300, 1e300, 1 + 1e-9, 1 - 1e-9]) {
    expect(Math.abs(logarithm(x) - log(x))).toBeLessThanOrEqual(4.5e-16 * Math.abs(log(x)));
  }
  for (let k = 0; k < 2000; k++) {
    const x = 2 ** (60 * draws.normal());
    expect(Math.abs(logarithm(x) - log(x))).toBeLessThanOrEqual(4.5e-16 * Math.abs(log(x)));
  }
});

it("finds the crossing of what grows linearly, at a rate of 0", () => {
  const sum = exponentials(1, 1);
  sum.constant = -1;
  addTerm(sum, 0, [0, 1]);
  expect(nextCrossing(sum)).toBeCloseTo(1, 14);
  expect(earliestCrossing(sum, true)).toBeGreaterThan(0.9);
  expect(earliestCrossing(sum, true)).toBeLessThanOrEqual(1);
});

/** The response of a leaky potential to alpha currents, whose weights by time are given. */
function alphaResponse(tau: number, currents: readonly (readonly [tau: number, weight: number])[]) {
  const sum = exponentials(1 + currents.length, 1);
  for (const [own, weight] of currents) {
    const [rate, apart] = [-1 / own, 1 / tau - 1 / own];
    // dv/dt = -v / tau + weight s e^(rate s), from v = 0.
    addTerm(sum, rate, [-weight / apart ** 2, weight / apart]);
    addTerm(sum, -1 / tau, [weight / apart ** 2, 0]);
  }
  return sum;
}

it("bounds the maximum of responses to alpha currents", () => {
  for (let k = 0; k < 200; k++) {
    const tau = 5 + 20 * draws.uniform();
    const own = tau * (0.01 + 0.6 * draws.uniform());
    const sum = alphaResponse(tau, [[own, 1]]);
    let most = 0;
    for (let s = 0; s < 8 * tau; s += 0.02 * own) most = Math.max(most, valueAt(sum, s));
    // Newton's method leads near the best bound, which is the maximum.
    sum.constant = -1.02 * most;
    expect(earliestCrossing(sum, true)).toBe(Number.POSITIVE_INFINITY);
    sum.constant = -0.999 * most;
    expect(earliestCrossing(sum, true)).toBeLessThanOrEqual(nextCrossing(sum));
  }
});

/** A sum that begins below 0; each polynomial has a random degree up to the given one. */
function drawnSum(terms: number, degree: number) {
  const sum = exponentials(terms, degree);
  for (let j = 0; j < terms; j++) {
    const own = Math.floor((degree + 1) * draws.uniform());
    const weights = Array.from({ length: own + 1 }, (_, p) => (4 * draws.normal()) / 8 ** p);
    addTerm(sum, -0.02 - draws.uniform(), weights);
  }
  sum.constant = -0.1 - draws.uniform() - valueAt({ ...sum, constant: 0 }, 0);
  return sum;
}

describe("a first crossing", () => {
  it.each([
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 0],
    [1, 1],
    [2, 1],
    [3, 1],
    [2, 2],
    [3, 3],
  ])("of %i exponentials of degree %i is where a fine search finds it", (terms, degree) => {
    let crossed = 0;
    for (let k = 0; k < count; k++) {
      const sum = drawnSum(terms, degree);
      const [until, steps] = [60, 6000];
      let first = 1;
      while (first <= steps && valueAt(sum, (first * until) / steps) < 0) first++;
      const found = nextCrossing(sum);
      expect(earliestCrossing(sum, true)).toBeLessThanOrEqual(found);
      if (first > steps) {
        // The search misses everything shorter than its steps.
        if (Number.isFinite(found)) expect(valueAt(sum, found)).toBeGreaterThan(-1e-12);
        continue;
      }
      crossed++;
      expect(found).toBeLessThanOrEqual((first * until) / steps);
      expect(Math.abs(valueAt(sum, found))).toBeLessThan(1e-11);
    }
    expect(crossed).toBeGreaterThan(4);
  });

  it("of a ramp alone is found even if it is shorter than any step", () => {
    const sum = exponentials(1, 1);
    addTerm(sum, -0.1, [0, 1]);
    // The greatest value of s e^(-s / 10) is 10 / e, at 10.
    sum.constant = -10 / Math.E + 1e-12;
    expect(nextCrossing(sum)).toBeCloseTo(10, 4);
    sum.constant = -10 / Math.E - 1e-12;
    expect(nextCrossing(sum)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is found even if it is shorter than any step", () => {
    const sum = exponentials(2);
    addTerm(sum, -0.1, [1]);
    addTerm(sum, -0.2, [-1]);
    // The maximum is 1/4, where the slower one is a half.
    sum.constant = -0.25 + 1e-13;
    expect(nextCrossing(sum)).toBeCloseTo(10 * Math.LN2, 4);
    sum.constant = -0.25 - 1e-13;
    expect(nextCrossing(sum)).toBe(Number.POSITIVE_INFINITY);
  });

  it("of a constant drive without a leak is where a line reaches 0", () => {
    const sum = exponentials(1, 1);
    sum.constant = -3;
    addTerm(sum, 0, [0, 0.5]);
    expect(nextCrossing(sum)).toBe(6);
  });
});

it("is where a sum of three first passes 0, though it ends below", () => {
  let crossed = 0;
  for (let k = 0; k < 20 * count; k++) {
    // A potential with two currents, whose rates differ by up to a factor of 30; it ends below the threshold.
    const sum = exponentials(3);
    const rates = [1, 1 + draws.uniform(), 3 + 27 * draws.uniform()].map((rate) => -rate / 30);
    const weights = rates.map(() => 20 * draws.normal());
    sum.constant = -5 * draws.uniform();
    const start = -4 * draws.uniform();
    weights[0] = start - sum.constant - (weights[1] ?? 0) - (weights[2] ?? 0);
    rates.forEach((rate, j) => {
      addTerm(sum, rate, [weights[j] ?? 0]);
    });
    // A sample above the threshold lies beyond the crossing.
    const samples = Array.from({ length: 200 }, (_, at) => at / 4);
    const seen = samples.find((at) => valueAt(sum, at) > 0);
    if (seen === undefined) continue;
    crossed++;
    const found = nextCrossing(sum);
    expect(found).toBeLessThanOrEqual(seen);
    expect(Math.abs(valueAt(sum, found))).toBeLessThan(1e-11);
    expect(valueAt(sum, 0.999 * found)).toBeLessThan(0);
  }
  expect(crossed).toBeGreaterThan(2 * count);
});

it("slopes and integrals agree with differences and sums of values", () => {
  for (let k = 0; k < count; k++) {
    const sum = drawnSum(3, 3);
    const [at, step, panels] = [1 + 20 * draws.uniform(), 1e-4, 400];
    const difference = (valueAt(sum, at + step) - valueAt(sum, at - step)) / (2 * step);
    expect(Math.abs(slopeAt(sum, at) - difference)).toBeLessThan(1e-5);
    // Simpson's rule.
    let simpson = valueAt(sum, 0) + valueAt(sum, at);
    for (let p = 1; p < panels; p++) simpson += (2 + 2 * (p % 2)) * valueAt(sum, (p * at) / panels);
    simpson *= at / panels / 3;
    expect(Math.abs(integralTo(sum, at) - simpson)).toBeLessThan(1e-6 * (1 + Math.abs(simpson)));
  }
});

describe("a next crossing", () => {
  it.each([
    [1, 0],
    [2, 0],
    [3, 0],
    [2, 1],
    [3, 1],
    [2, 2],
  ])("of %i exponentials of degree %i that end above 0 is found", (terms, degree) => {
    for (let k = 0; k < count; k++) {
      const sum = drawnSum(terms, degree);
      sum.constant = Math.abs(sum.constant) / 4;
      if (valueAt(sum, 0) >= 0) continue;
      const found = nextCrossing(sum);
      expect(Math.abs(valueAt(sum, found))).toBeLessThan(1e-11);
      expect(earliestCrossing(sum, true)).toBeLessThanOrEqual(found);
      for (let at = 0; at < 500; at++) {
        expect(valueAt(sum, (at / 500) * 0.999999 * found)).toBeLessThan(0);
      }
    }
  });

  it("leaves a threshold at which it begins at once, even with a slope of 0", () => {
    for (let k = 0; k < count; k++) {
      // The response of a potential at the threshold to an alpha current.
      const [slow, fast] = [0.01 + 0.2 * draws.uniform(), 0.3 + draws.uniform()];
      const [apart, weight] = [slow - fast, draws.uniform()];
      const sum = exponentials(2, 1);
      addTerm(sum, -fast, [-weight / apart ** 2, weight / apart]);
      addTerm(sum, -slow, [weight / apart ** 2]);
      expect(nextCrossing(sum)).toBeLessThan(1e-6);
      // Downwards it never returns.
      for (const at of sum.weights.keys()) sum.weights[at] = -(sum.weights[at] as number);
      expect(nextCrossing(sum)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it("reaches a level that is approached from below only if it lies beyond the threshold", () => {
    const sum = exponentials(1);
    addTerm(sum, -0.05, [-1]);
    for (const [constant, expected] of [
      [0, Number.POSITIVE_INFINITY],
      [-1e-9, Number.POSITIVE_INFINITY],
      [1e-9, Math.log(1e9) / 0.05],
      [1e-40, Math.log(1e40) / 0.05],
      [0.5, Math.log(2) / 0.05],
    ] as const) {
      sum.constant = constant;
      const found = nextCrossing(sum);
      if (expected === Number.POSITIVE_INFINITY) expect(found).toBe(expected);
      else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-9);
    }
  });
});
