import type { Distribution, SpikeSeries } from "@spikeloom/analysis";
import { describe, expect, it } from "vitest";
import { circuit } from "../src/potjans-diesmann-2014/circuit.ts";
import distributions from "../src/potjans-diesmann-2014/distributions.json" with { type: "json" };
import {
  distancesTo,
  gatherEnsemble,
  readEnsemble,
} from "../src/potjans-diesmann-2014/ensemble.ts";
import { microcircuitNetwork } from "../src/potjans-diesmann-2014/network.ts";
import { measureNeurons } from "../src/potjans-diesmann-2014/neuron-measures.ts";

const window = { from: 0, until: 2000 };

function series(trains: readonly (readonly number[])[]): SpikeSeries {
  const neurons = Uint32Array.from(trains.flatMap((times, k) => times.map(() => k)));
  return { label: "", size: trains.length, neurons, times: Float64Array.from(trains.flat()) };
}

/** Index of the only nonempty bin. */
function only({ counts }: Distribution): number {
  expect(counts.filter((count) => count > 0)).toHaveLength(1);
  return counts.findIndex((count) => count > 0);
}

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
  it("contains no run nearer to the others than one of the same distribution", () => {
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

  it("of NEST contains the rate of each neuron of each run", () => {
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
