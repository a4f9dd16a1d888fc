import { describe, expect, it } from "vitest";
import { exp, log, log1p, logFactorial } from "../src/elementary.ts";
import { normalQuantile, stream, streamKey } from "../src/index.ts";

// Fixed-point numbers of 200 bits in BigInt: the truth that doubles are compared to.
const BITS = 200n;
const ONE = 1n << BITS;

/** A double as fixed point; exact but for bits below 2^-200. */
function fixed(x: number): bigint {
  let exponent = 0;
  let mantissa = x;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  const shift = BITS - BigInt(exponent);
  return shift >= 0n ? BigInt(mantissa) << shift : BigInt(mantissa) >> -shift;
}

/** e^x by Taylor's series; the argument is at most 1 in size. */
function expFixed(x: bigint): bigint {
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n && n < 200n; n++) {
    term = (term * x) / ONE / n;
    sum += term;
  }
  return sum;
}

/** Correct a double's logarithm to full width: log x = y + (x e^-y - 1) up to the square of its error. */
function logFixed(x: number, guess: number): bigint {
  return fixed(guess) + ((fixed(x) * expFixed(-fixed(guess))) / ONE - ONE);
}

function ulp(x: number): number {
  return 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);
}

/** The error of a double in its own last places. */
function errorUlp(got: number, truth: bigint): number {
  return Math.abs(Number(fixed(got) - truth) / 2 ** Number(BITS)) / ulp(got);
}

const draws = stream(streamKey(1, "elementary"), 0);
const samples = (low: number, high: number): number[] =>
  Array.from({ length: 2000 }, () => low + (high - low) * draws.uniform());

describe("elementary functions", () => {
  it("exp is right to 1 ulp", () => {
    for (const x of samples(-1, 1)) expect(errorUlp(exp(x), expFixed(fixed(x)))).toBeLessThan(1);
  });

  it("log is right to 1 ulp", () => {
    for (const x of samples(0.37, 2.7)) {
      const y = log(x);
      expect(errorUlp(y, logFixed(x, y))).toBeLessThan(1);
    }
  });

  // Outside the range of the fixed-point reference, Math's functions replace it; they are within 1 ulp
  // themselves on V8, so two correct results may differ by 2 ulp (4.5e-16 relative).
  it("exp and log are correct over the whole range of doubles", () => {
    for (const x of samples(-708, 709)) {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(4.5e-16);
      const y = Math.exp(x);
      expect(Math.abs(log(y) - Math.log(y))).toBeLessThanOrEqual(2 * ulp(Math.log(y)));
    }
  });

  it("treat the ends of the range as IEEE does", () => {
    expect([log(0), log(1), log(Number.POSITIVE_INFINITY)]).toEqual([-Infinity, 0, Infinity]);
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(710), exp(-746)]).toEqual([
      1,
      0,
      Infinity,
      Infinity,
      0,
    ]);
    expect([log(-1), log(Number.NaN), exp(Number.NaN)]).toEqual([Number.NaN, NaN, NaN]);
    expect(log(5e-324)).toBe(-744.4400719213812);
    expect(exp(-745)).toBe(5e-324);
  });

  it("log1p keeps small arguments", () => {
    for (const x of [1e-300, 1e-17, -1e-17, 1e-9, -1e-9, 0.1, -0.5]) {
      expect(Math.abs(log1p(x) / Math.log1p(x) - 1)).toBeLessThan(1e-15);
    }
  });

  it("logFactorial meets the exact product", () => {
    let factorial = 1n;
    for (let k = 1n; k <= 170n; k++) {
      factorial *= k;
      const truth = Math.log(Number(factorial));
      // 170! is the last factorial that a double can store.
      expect(Math.abs(logFactorial(Number(k)) - truth)).toBeLessThanOrEqual(2e-15 * truth + 1e-16);
    }
  });

  it("normalQuantile meets published quantiles", () => {
    // Standard tables of the normal distribution.
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489004, 14);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 13);
    expect(normalQuantile(2 ** -53)).toBeCloseTo(-8.209536151601387, 13);
  });

  it("normalQuantile is odd about 1/2, exactly", () => {
    for (let i = 0; i < 2000; i++) {
      const u = draws.uniformOpen();
      expect(normalQuantile(1 - u)).toBe(-normalQuantile(u));
    }
  });
});
