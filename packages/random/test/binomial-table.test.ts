import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialCdf, binomialThresholds, poissonThresholds } from "../src/index.ts";

describe("tables of the binomial distribution", () => {
  it("have the exact distribution for few trials", () => {
    fc.assert(
      fc.property(fc.nat(12), fc.double({ min: 0, max: 1, noNaN: true }), (n, p) => {
        const cdf = binomialCdf(n, p);
        let sum = 0;
        let ways = 1;
        for (let j = 0; j < cdf.length; j++) {
          sum += ways * p ** j * (1 - p) ** (n - j);
          ways *= (n - j) / (j + 1);
          // A dozen additions and products of numbers below 1000.
          expect(Math.abs((cdf[j] as number) - sum)).toBeLessThan(1e-13);
        }
      }),
    );
  });

  it("have the mean and the variance of the distribution", () => {
    for (const [n, p] of [
      [1, 0.5],
      [7, 0.3],
      [400, 0.6],
      [100_000, 1e-3],
      [500, 0.99],
    ] as const) {
      const thresholds = binomialThresholds(n, p);
      // Each threshold states how many words have a count above its index.
      const above = Array.from(thresholds, (t) => 1 - t / 2 ** 32);
      const mean = above.reduce((sum, tail) => sum + tail, 0);
      const square = above.reduce((sum, tail, j) => sum + (2 * j + 1) * tail, 0);
      // Every entry is right to 2^-33, and entries past the list are below that.
      expect(Math.abs(mean - n * p)).toBeLessThan((thresholds.length + 1) * 2 ** -33);
      const variance = square - mean ** 2;
      expect(variance / (n * p * (1 - p))).toBeCloseTo(1, 3);
    }
  });

  it("approach Poisson's for many trials that rarely succeed", () => {
    const [rare, poisson] = [binomialThresholds(2 ** 36, 2 ** -36), poissonThresholds(1)];
    expect(rare.length).toBe(poisson.length);
    // Le Cam: the distributions differ by n p^2 at most, which is far below a grain of 2^-32.
    rare.forEach((threshold, j) => {
      expect(Math.abs(threshold - (poisson[j] as number))).toBeLessThanOrEqual(1);
    });
  });

  it("are plain at the ends", () => {
    expect([...binomialThresholds(0, 0.3)]).toEqual([]);
    expect([...binomialThresholds(5, 0)]).toEqual([]);
    expect([...binomialThresholds(5, 1)]).toEqual([0, 0, 0, 0, 0]);
  });

  it("refuse parameters that are invalid or too large", () => {
    for (const [n, p] of [
      [-1, 0.5],
      [1.5, 0.5],
      [3, -0.1],
      [3, 1.1],
      [3, Number.NaN],
      [1000, 0.5],
      [2 ** 17, 1],
      [2 ** 37, 0],
    ] as const) {
      expect(() => binomialThresholds(n, p)).toThrow("SL_DISTRIBUTION");
    }
  });
});
