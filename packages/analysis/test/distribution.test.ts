import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionOf, ksDistance, poolDistributions } from "../src/index.ts";

const bins = { low: 0, width: 1, bins: 10 };

/** The largest difference of the fractions of values below any whole number. */
function distanceByCounting(one: readonly number[], other: readonly number[]): number {
  const below = (values: readonly number[], edge: number): number =>
    values.filter((value) => value < edge).length / values.length;
  const edges = Array.from({ length: 11 }, (_, k) => k);
  return Math.max(...edges.map((edge) => Math.abs(below(one, edge) - below(other, edge))));
}

describe("the distance of two distributions", () => {
  it("is the largest difference of their cumulative fractions", () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const distance = ksDistance(distributionOf(one, bins), distributionOf(other, bins));
        // Sums of at most 40 shares, each rounded.
        expect(distance).toBeCloseTo(distanceByCounting(one, other), 12);
      }),
    );
  });

  it("counts values outside in the outer bins, and omits NaN", () => {
    const { counts } = distributionOf([-5, 0.5, 42, Number.NaN], bins);
    expect([counts[0], counts[9], counts.reduce((sum, count) => sum + count)]).toEqual([2, 1, 3]);
  });

  it("is undefined if one of them is empty", () => {
    expect(ksDistance(distributionOf([], bins), distributionOf([1], bins))).toBeNaN();
  });

  it("of a part to two equal parts together is zero", () => {
    const part = distributionOf([1, 2, 2, 7], bins);
    expect(ksDistance(part, poolDistributions([part, part]))).toBe(0);
  });

  it("is refused for different bins, except for empty ones at the end", () => {
    const one = distributionOf([1, 2], bins);
    const wider = distributionOf([1, 2], { ...bins, width: 2 });
    expect(() => ksDistance(one, wider)).toThrow("SL_ANALYSIS_BINS");
    expect(() => poolDistributions([one, wider])).toThrow("SL_ANALYSIS_BINS");
    const short = { ...one, counts: one.counts.slice(0, 3) };
    expect(ksDistance(one, short)).toBe(0);
    expect(poolDistributions([short, one]).counts).toEqual(one.counts.map((count) => 2 * count));
  });

  it.each([
    { low: 0, width: 1, bins: 0 },
    { low: 0, width: 1, bins: 1.5 },
    { low: 0, width: 0, bins: 3 },
    { low: 0, width: Number.NaN, bins: 3 },
  ])("is refused for %j", (wrong) => {
    expect(() => distributionOf([1], wrong)).toThrow("SL_ANALYSIS_BINS");
  });
});
