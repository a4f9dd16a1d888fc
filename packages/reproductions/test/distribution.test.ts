import type { SpikeSeries } from "@spikeloom/plots";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { circuit } from "../src/potjans-diesmann-2014/circuit.ts";
import {
  type Distribution,
  distributionOf,
  ksDistance,
  pool,
} from "../src/potjans-diesmann-2014/distribution.ts";
import distributions from "../src/potjans-diesmann-2014/distributions.json" with { type: "json" };
import {
  distancesTo,
  gatherEnsemble,
  readEnsemble,
} from "../src/potjans-diesmann-2014/ensemble.ts";
import { microcircuitNetwork } from "../src/potjans-diesmann-2014/network.ts";
import { measureNeurons } from "../src/potjans-diesmann-2014/neuron-measures.ts";

const bins = { low: 0, width: 1, bins: 10 };
const window = { from: 0, until: 2000 };

/** The largest difference of the shares of values below any whole number. */
function distanceByCounting(one: readonly number[], other: readonly number[]): number {
  const below = (values: readonly number[], edge: number): number =>
    values.filter((value) => value < edge).length / values.length;
  const edges = Array.from({ length: 11 }, (_, k) => k);
  return Math.max(...edges.map((edge) => Math.abs(below(one, edge) - below(other, edge))));
}

function series(trains: readonly (readonly number[])[]): SpikeSeries {
  const neurons = Uint32Array.from(trains.flatMap((times, k) => times.map(() => k)));
  return { label: "", size: trains.length, neurons, times: Float64Array.from(trains.flat()) };
}

/** Index of the only filled bin. */
function only({ counts }: Distribution): number {
  expect(counts.filter((count) => count > 0)).toHaveLength(1);
  return counts.findIndex((count) => count > 0);
}

describe("the distance of two distributions", () => {
  it("is the largest difference of their cumulative shares", () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const distance = ksDistance(distributionOf(one, bins), distributionOf(other, bins));
        // Sums of at most 40 shares, each rounded.
        expect(distance).toBeCloseTo(distanceByCounting(one, other), 12);
      }),
    );
  });

  it("counts what lies outside in the outer bins, and leaves NaN out", () => {
    const { counts } = distributionOf([-5, 0.5, 42, Number.NaN], bins);
    expect([counts[0], counts[9], counts.reduce((sum, count) => sum + count)]).toEqual([2, 1, 3]);
  });

  it("is unknown where one of them is empty", () => {
    expect(ksDistance(distributionOf([], bins), distributionOf([1], bins))).toBeNaN();
  });

  it("of a part to two equal parts together is zero", () => {
    const part = distributionOf([1, 2, 2, 7], bins);
    expect(ksDistance(part, pool([part, part]))).toBe(0);
  });
});

describe("measures of single neurons", () => {
  it("are the rate in 2 s, in bins of one spike", () => {
    const counts = measureNeurons("rate", series([[5, 6, 7], []]), window).counts;
    expect(counts.slice(0, 4)).toEqual([1, 0, 0, 1]);
  });

  it("are the CV of its intervals", () => {
    // 100 and 300 ms: the mean is 200 and the deviation 100.
    const found = measureNeurons("CV", series([[100, 200, 500], [1]]), window);
    expect(only(found)).toBe(50);
  });

  it("are the correlation of the counts of a pair", () => {
    const same = measureNeurons(
      "correlation",
      series([
        [1, 11],
        [1, 11],
      ]),
      window,
    );
    expect(only(same)).toBe(same.counts.length - 1);
    // One spike each, in different ones of 1000 bins: -1 / 999.
    const apart = measureNeurons("correlation", series([[1], [11]]), window);
    expect(only(apart)).toBe(Math.floor((0.1 - 1 / 999) / 0.0025));
  });
});

describe("an ensemble", () => {
  it("has no run nearer to the others than one that is like them", () => {
    const early = circuit.map(() => series([[100, 200, 300], [150]]));
    const other = circuit.map(() =>
      series([
        [100, 200, 300],
        [150, 250],
      ]),
    );
    const ensemble = gatherEnsemble("test", [early, early, early], window);
    expect(Object.values(distancesTo(ensemble, early, window)).every((it) => it === 0)).toBe(true);
    // One of two neurons fires at another rate.
    expect(distancesTo(ensemble, other, window)["L4E rate KS"]).toBe(0.5);
  });

  it("of NEST holds the rate of each neuron of each run", () => {
    const { members, runs } = readEnsemble(distributions);
    const { populations } = microcircuitNetwork({ scale: 0.1 });
    for (const { population, measure, distribution } of members) {
      const total = distribution.counts.reduce((sum, count) => sum + count, 0);
      if (measure === "rate") expect(total).toBe(runs * (populations[population]?.size ?? 0));
    }
  });

  it.each([null, {}, { members: [] }])("is not read from %j", (json) => {
    expect(() => readEnsemble(json)).toThrow("SL_REFERENCE");
  });
});
