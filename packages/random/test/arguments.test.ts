import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fillUint32,
  poissonCdf,
  poissonThresholds,
  type Stream,
  stream,
  streamKey,
} from "../src/index.ts";

const key = streamKey(1, "arguments");

describe("bad arguments", () => {
  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -1n, 1n << 64n])(
    "seed %s is refused",
    (seed) => {
      expect(() => streamKey(seed, "x")).toThrow(/SL_SEED/);
    },
  );

  it.each([
    [-1, 0],
    [2 ** 32, 0],
    [0.5, 0],
    [0, -1],
    [0, 2 ** 53],
    [0, Number.NaN],
  ])("entity %d at step %d is refused", (entity, step) => {
    expect(() => stream(key, entity, step)).toThrow(/SL_RANDOM_INDEX/);
    expect(() => fillUint32(key, entity, step, new Uint32Array(1))).toThrow(/SL_RANDOM_INDEX/);
  });

  it("a fill that would leave the range of entities is refused before it writes", () => {
    const out = new Uint32Array(2);
    expect(() => fillUint32(key, 2 ** 32 - 1, 0, out)).toThrow(/SL_RANDOM_INDEX/);
    expect([...out]).toEqual([0, 0]);
  });

  it("every draw gives a number in its range, or SL_DISTRIBUTION", () => {
    const s = stream(key, 0);
    const draws: ((a: number, b: number) => number)[] = [
      (a) => s.integer(a),
      (a) => s.gamma(a),
      (a) => s.poisson(a),
      (a) => s.geometric(a),
      (a, b) => s.binomial(a, b),
      (_, b) => s.binomial(1000, b),
      (a) => poissonThresholds(a).length,
      (a) => poissonCdf(a)[0] ?? -1,
    ];
    const number = fc.oneof(fc.double(), fc.integer({ min: -10, max: 100 }), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.nat(draws.length - 1), number, number, (which, a, b) => {
        try {
          expect(draws[which]!(a, b)).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(SpikeLoomError);
          expect((error as SpikeLoomError).code).toBe("SL_DISTRIBUTION");
        }
      }),
      { numRuns: 5000 },
    );
  });

  it("the edges of the parameters work", () => {
    const s: Stream = stream(key, 1);
    expect(s.binomial(0, 0.5)).toBe(0);
    expect(s.binomial(1000, 0)).toBe(0);
    expect(s.binomial(1000, 1)).toBe(1000);
    expect(s.poisson(0)).toBe(0);
    expect(s.geometric(1)).toBe(0);
    expect(s.integer(1)).toBe(0);
    expect(poissonThresholds(0)).toHaveLength(0);
  });
});
