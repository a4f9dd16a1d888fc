import { describe, expect, it } from "vitest";
import {
  correlogram,
  cv2,
  distanceMatrix,
  fanoFactor,
  isiDistance,
  localVariation,
  neuronFanoFactors,
  spikeDistance,
  spikeTrains,
  vanRossumDistance,
  victorPurpuraDistance,
} from "../src/index.ts";
import others from "./fixtures/distances.json" with { type: "json" };

const window = { from: 0, until: others.until };
const train = (...times: number[]): Float64Array => Float64Array.from(times);

// Sums of at most a hundred terms, taken in another order.
const digits = 9;

describe("distances of spike trains", () => {
  it.each(others.pairs.map((pair, index) => ({ ...pair, index })))(
    "equal those of elephant and PySpike for pair $index",
    ({ one: first, other: second, victorPurpura, vanRossum, isi, spike }) => {
      const [one, other] = [Float64Array.from(first), Float64Array.from(second)];
      for (const [cost, distance] of Object.entries(victorPurpura)) {
        expect(victorPurpuraDistance(one, other, { cost: Number(cost) })).toBeCloseTo(
          distance,
          digits,
        );
      }
      for (const [tau, distance] of Object.entries(vanRossum)) {
        expect(vanRossumDistance(one, other, { timeConstant: Number(tau) })).toBeCloseTo(
          distance,
          digits,
        );
      }
      expect(isiDistance(one, other, { window })).toBeCloseTo(isi, digits);
      expect(spikeDistance(one, other, { window })).toBeCloseTo(spike, digits);
    },
  );

  it("are symmetric, and zero between a train and itself", () => {
    const trains = others.pairs.slice(1, 5).map(({ one }) => Float64Array.from(one));
    for (const distance of [
      (a: Float64Array, b: Float64Array) => victorPurpuraDistance(a, b, { cost: 0.1 }),
      (a: Float64Array, b: Float64Array) => vanRossumDistance(a, b, { timeConstant: 10 }),
      (a: Float64Array, b: Float64Array) => isiDistance(a, b, { window }),
      (a: Float64Array, b: Float64Array) => spikeDistance(a, b, { window }),
    ]) {
      const matrix = distanceMatrix(trains, distance);
      for (const [i, one] of trains.entries()) {
        expect(distance(one, one)).toBe(0);
        for (const [k, other] of trains.entries()) {
          if (i !== k) expect(matrix[4 * i + k]).toBeGreaterThan(0);
          expect(distance(other, one)).toBeCloseTo(matrix[4 * i + k]!, digits);
        }
      }
    }
  });

  it("move a spike for its cost, and replace it if that is cheaper", () => {
    expect(victorPurpuraDistance(train(10), train(13), { cost: 0.5 })).toBe(1.5);
    expect(victorPurpuraDistance(train(10), train(20), { cost: 0.5 })).toBe(2);
    expect(victorPurpuraDistance(train(10), train(10), { cost: Number.POSITIVE_INFINITY })).toBe(0);
  });

  it("count an extra spike as 1", () => {
    expect(vanRossumDistance(train(10), train(), { timeConstant: 5 })).toBe(1);
    expect(vanRossumDistance(train(10, 10), train(10), { timeConstant: 5 })).toBe(1);
  });

  it("refuse trains that are not ascending, and meaningless options", () => {
    expect(() => isiDistance(train(3, 2), train(), { window })).toThrow("one[1]");
    expect(() => vanRossumDistance(train(), train(Number.NaN), { timeConstant: 5 })).toThrow(
      "other[0]",
    );
    expect(() => vanRossumDistance(train(), train(), { timeConstant: 0 })).toThrow("timeConstant");
    expect(() => victorPurpuraDistance(train(), train(), { cost: -1 })).toThrow("cost");
    expect(() => spikeDistance(train(), train(), { window: { from: 5, until: 5 } })).toThrow(
      "window",
    );
  });
});

describe("variation", () => {
  it.each(others.variations)(
    "of intervals equals that of elephant",
    ({ times, lv, cv2: other }) => {
      const intervals = Float64Array.from(times.slice(1), (time, k) => time - times[k]!);
      expect(localVariation(intervals)).toBeCloseTo(lv, digits);
      expect(cv2(intervals)).toBeCloseTo(other, digits);
    },
  );

  it.each(others.fano)("of the counts $counts equals that of elephant", ({ counts, factor }) => {
    expect(fanoFactor(counts)).toBeCloseTo(factor, digits);
  });

  it("of counts uses separate bins for each neuron", () => {
    const neurons = Uint32Array.of(0, 0, 0, 1, 1);
    const times = Float64Array.of(1, 2, 3, 1, 11);
    const series = { label: "E", size: 3, neurons, times };
    const factors = neuronFanoFactors(series, { window: { from: 0, until: 20 }, bin: 10 });
    expect([...factors]).toEqual([1.5, 0, Number.NaN]); // counts 3, 0 and 1, 1
    expect(spikeTrains(series).map((one) => [...one])).toEqual([[1, 2, 3], [1, 11], []]);
  });

  it("is NaN without intervals or counts", () => {
    expect(localVariation(train(4))).toBeNaN();
    expect(cv2(train())).toBeNaN();
    expect(fanoFactor([])).toBeNaN();
  });
});

describe("a correlogram", () => {
  it("counts pairs by their lag in centred bins", () => {
    const one = Float64Array.from(others.pairs[7]!.one);
    const other = Float64Array.from(others.pairs[7]!.other);
    const { lags, counts } = correlogram(one, other, { bin: 2, longest: 20 });
    expect([...lags]).toEqual(Array.from({ length: 21 }, (_, k) => 2 * (k - 10)));
    const expected = Array.from(lags, (lag) =>
      [...one].reduce((sum, time) => {
        // In tenths of ms, in which all times are whole.
        const tenths = [...other].map((late) => Math.round((late - time - lag) * 10));
        return sum + tenths.filter((rest) => rest >= -10 && rest < 10).length;
      }, 0),
    );
    expect([...counts]).toEqual(expected);
    expect(correlogram(other, one, { bin: 2, longest: 20 }).counts.length).toBe(21);
  });

  it("refuses bins of zero width, and more than a million on a side", () => {
    expect(() => correlogram(train(), train(), { bin: 0, longest: 5 })).toThrow("bin");
    expect(() => correlogram(train(), train(), { bin: 1e-9, longest: 5 })).toThrow("bin");
  });
});
