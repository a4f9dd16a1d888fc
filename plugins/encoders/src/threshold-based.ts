import { defineEncoder } from "@spikeloom/kernel";
import { twoEach } from "./on-off.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/** Differences between successive samples of one value; the last one is repeated. */
function differencesOf(values: Float64Array, k: number, size: number): Float64Array {
  const samples = values.length / size;
  return Float64Array.from(
    { length: samples - 1 },
    (_, at) => (values[(at + 1) * size + k] ?? 0) - (values[at * size + k] ?? 0),
  );
}

/** Mean of the differences plus `factor` standard deviations. */
function boundOf(differences: Float64Array, factor: number): number {
  const count = differences.length;
  const mean = differences.reduce((sum, one) => sum + one, 0) / count;
  const squares = differences.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  return mean + factor * Math.sqrt(squares / count);
}

/**
 * Emit a spike where a change exceeds a bound derived from all changes.
 *
 * The bound is the mean of all changes plus `factor` standard deviations, so the whole signal is needed: the first
 * dimension of its shape is that of the samples.
 */
export const thresholdBased = defineEncoder({
  name: "threshold-based",
  about: "A spike where the change of a signal exceeds the mean change by some deviations.",
  cite: ["doi:10.1109/TNNLS.2019.2906158", "doi:10.1016/j.neunet.2015.09.011"],
  parameters: {
    factor: { default: 0.5, about: "number of standard deviations above the mean", min: 0 },
    interval: {
      default: "1 ms",
      about: "sampling interval",
      min: "0 ms",
      exclusive: true,
    },
  },
  neurons: ([, ...own]) => twoEach(own),
  spikes({ values, shape: [, ...own] }, { from, until, parameters: { factor, interval } }) {
    checkFinite(values, "threshold-based");
    const size = oneEach(own);
    const trains: number[][] = Array.from({ length: 2 * size }, () => []);
    for (let k = 0; k < size; k++) {
      const differences = differencesOf(values, k, size);
      const bound = boundOf(differences, factor);
      for (const [at, change] of differences.entries()) {
        const time = (at + 1) * interval;
        if (!(time >= from && time < until)) continue;
        if (change > bound) trains[k]?.push(time);
        else if (change < -bound) trains[size + k]?.push(time);
      }
    }
    return trains.map((times) => Float64Array.from(times));
  },
});
