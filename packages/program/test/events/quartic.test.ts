import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import { after, firstRise } from "../../src/events/quartic.ts";

/** Bernstein coefficients of a polynomial, from those of its powers. */
function bernstein(powers: readonly number[]): number[] {
  const binomial = [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]];
  return Array.from({ length: 5 }, (_, k) =>
    powers.reduce((sum, own, i) => {
      const share = i > k ? 0 : (binomial[k]?.[i] ?? 0) / (binomial[4]?.[i] ?? 1);
      return sum + own * share;
    }, 0),
  );
}

/** Powers of (x - a)^2 (x - b)^2, times a factor, plus a constant. */
function twoHumps(a: number, b: number, factor: number, constant: number): number[] {
  const [s, p] = [a + b, a * b];
  const square = [p * p, -2 * s * p, s * s + 2 * p, -2 * s, 1];
  return square.map((one, k) => factor * one + (k === 0 ? constant : 0));
}

const valueAt = (powers: readonly number[], x: number): number =>
  powers.reduceRight((sum, one) => sum * x + one, 0);

const cases = draws({ ci: 8000, long: 1_000_000 });

describe("the first rise of a quartic above 0", () => {
  const random = stream(streamKey(drawSeed, "quartics", 0), 0);

  it("is found in a touch of any height, and only there", () => {
    for (let k = 0; k < cases; k++) {
      const [a, b] = [random.uniform(), random.uniform()].sort((one, other) => one - other) as [
        number,
        number,
      ];
      const factor = -(10 ** (3 * random.uniform()));
      // Maxima at both places, above or below 0 by 1e-13 to 1e-3 of the factor: far above rounding, some 1e-16 of it.
      const height = -factor * 10 ** (-13 + 10 * random.uniform());
      const isAbove = random.uniform() < 0.5;
      const powers = twoHumps(a, b, factor, isAbove ? height : -height);
      const coefficients = bernstein(powers);
      const found = firstRise(coefficients, 4e-16 * -factor);
      if (!isAbove) {
        expect(found, `case ${k}`).toBeUndefined();
        continue;
      }
      // It begins above 0 only where the first maximum is nearer than its width.
      if ((coefficients[0] ?? 0) > 0) continue;
      // The square of the distances is the root of the height, so (x - a)(b - x) = -sqrt(height / -factor) at the first crossing.
      const half = (b - a) / 2;
      const first = (a + b) / 2 - Math.sqrt(half * half + Math.sqrt(height / -factor));
      expect(found, `case ${k}: ${a} ${b} ${height}`).toBeDefined();
      const [left, right] = found ?? [2, 2];
      // The crossing is between two neighbouring intervals of the search: rounding moves it where the slope is small.
      const slope = Math.abs(valueAt(powers, first + 1e-7) - valueAt(powers, first - 1e-7)) / 2e-7;
      const blur = 1e-14 + Math.min(1e-3, (1e-15 * -factor) / slope);
      expect(left).toBeLessThanOrEqual(first + blur);
      expect(right).toBeGreaterThanOrEqual(first - blur);
      expect(valueAt(powers, right)).toBeGreaterThan(-1e-15 * -factor);
    }
  });

  it("is found where eight points and the maxima between them show nothing", () => {
    // Two humps between two of the points, of which only the first is above 0: the values at the points fall.
    const powers = twoHumps(0.02, 0.08, -1e6, 1e-6);
    for (let part = 0; part <= 8; part++) expect(valueAt(powers, part / 8)).toBeLessThan(0);
    const found = firstRise(bernstein(powers), 1e-10);
    expect(found?.[0]).toBeLessThan(0.02);
    expect(found?.[1]).toBeGreaterThan(0.0199);
  });

  it("leaves out one that stays within the bound", () => {
    expect(firstRise([0, 0, 0, 0, 0], 0)).toBeUndefined();
    expect(firstRise([-1, 1e-17, 0, 1e-17, 1e-17], 1e-16)).toBeUndefined();
    expect(firstRise([-1, 1, 2, 3, 4], 1e-16)).toEqual([0, 1]);
  });

  it("is searched from a share on", () => {
    const powers = [-0.1, 1, -2, 0.5, 0.7];
    const rest = after(bernstein(powers), 0.25);
    const ends = [rest[0] ?? 0, rest[4] ?? 0];
    expect(ends[0]).toBeCloseTo(valueAt(powers, 0.25), 14);
    expect(ends[1]).toBeCloseTo(valueAt(powers, 1), 14);
  });
});
