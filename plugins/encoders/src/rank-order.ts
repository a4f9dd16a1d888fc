import { defineEncoder } from "@spikeloom/kernel";
import { singleSpikes } from "./single-spikes.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/**
 * Encode values above 0 as one spike each, ordered by value.
 *
 * Of equal values the first spikes first. Decoding weights each rank by a fixed fraction of the previous one, like the
 * shunting inhibition of the paper.
 */
export const rankOrder = defineEncoder({
  name: "rank-order",
  about: "One spike for each value above 0, in descending order of the values.",
  cite: ["doi:10.1007/978-1-4615-4831-7_19"],
  parameters: {
    interval: {
      default: "1 ms",
      about: "time between successive ranks",
      min: "0 ms",
      exclusive: true,
    },
    modulation: {
      default: 0.9,
      about: "weight of a rank relative to the previous one",
      min: 0,
      max: 1,
    },
  },
  neurons: oneEach,
  ends: true,
  spikes({ values }, { from, until, parameters: { interval } }) {
    checkFinite(values, "rank-order");
    const times = new Float64Array(values.length).fill(Number.POSITIVE_INFINITY);
    const order = Array.from(values.keys()).filter((k) => (values[k] ?? 0) > 0);
    order.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
    for (const [rank, k] of order.entries()) times[k] = rank * interval;
    return singleSpikes(times, { from, until });
  },
  decode(spikes, { parameters: { interval, modulation } }) {
    const weights = [1];
    const weightOf = (rank: number): number => {
      while (weights.length <= rank) weights.push((weights.at(-1) ?? 1) * modulation);
      return weights[rank] ?? 0;
    };
    return Float64Array.from(spikes, ([time]) =>
      time === undefined ? 0 : weightOf(Math.round(time / interval)),
    );
  },
});
