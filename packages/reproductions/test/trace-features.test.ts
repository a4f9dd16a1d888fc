import { describe, expect, it } from "vitest";
import { finalRate, peak, trough, upwardCrossings } from "../src/trace-features.ts";

const sampled = (f: (t: number) => number): { times: Float64Array; values: Float64Array } => {
  const times = Float64Array.from({ length: 1001 }, (_, k) => k * 0.01);
  return { times, values: times.map(f) };
};

describe("features of a trace", () => {
  it("finds crossings between samples", () => {
    const crossings = upwardCrossings(
      sampled((t) => Math.sin(t - 1)),
      0,
    );
    // Up at 1 and 1 + 2π; a straight line over 0.01 errs by (0.01)^3 at most.
    expect(crossings).toHaveLength(2);
    expect(crossings[0]).toBeCloseTo(1, 5);
    expect(crossings[1]).toBeCloseTo(1 + 2 * Math.PI, 5);
  });

  it("counts a sample that lies on the level once", () => {
    const trace = { times: Float64Array.of(0, 1, 2), values: Float64Array.of(-1, 0, 1) };
    expect(upwardCrossings(trace, 0)).toEqual([1]);
  });

  it("finds extrema between samples, exactly for a parabola", () => {
    const parabola = sampled((t) => 3 - (t - 4.0037) * (t - 4.0037));
    expect(peak(parabola)).toBeCloseTo(3, 12);
    expect(trough(sampled((t) => (t - 4.0037) * (t - 4.0037) - 3))).toBeCloseTo(-3, 12);
  });

  it("accepts an extremum at the border, and has none for an empty trace", () => {
    expect(peak(sampled((t) => t))).toBeCloseTo(10, 12);
    expect(peak({ times: new Float64Array(0), values: new Float64Array(0) })).toBeNaN();
  });

  it("distinguishes a spike train that continues from one that has ended", () => {
    expect(finalRate([10, 30, 50], 60)).toBe(50);
    expect(finalRate([10, 30, 50], 100)).toBe(0);
    expect(finalRate([10], 12)).toBe(0);
  });
});
