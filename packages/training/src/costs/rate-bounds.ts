import type { RateCost } from "@spikeloom/kernel";
import { ownModule } from "../losses/own-module.ts";

/**
 * Bounds of the spike counts of neurons per sample.
 *
 * If samples are divided into windows, they apply to each window.
 */
export interface RateBounds {
  readonly population: string;
  /** Minimum number of spikes per neuron; default none. */
  readonly least?: number;
  /** Maximum number of spikes per neuron. */
  readonly most?: number;
  /** Cost per squared spike below or above the bounds. */
  readonly weight: number;
  /** Whether a bound applies to the mean of all neurons instead of to each. */
  readonly ofMean?: boolean;
}

/**
 * Create a penalty for spike counts below or above bounds.
 *
 * It is the squared deviation from the bounds, averaged over neurons (Zenke and Vogels 2021, doi:10.1162/neco_a_01367,
 * equations 10 and 11, squared).
 */
export function rateBounds({
  population,
  least = 0,
  most = Number.POSITIVE_INFINITY,
  weight,
  ofMean = false,
}: RateBounds): RateCost {
  const over = (count: number): number =>
    count > most ? count - most : count < least ? count - least : 0;
  return {
    name: `rate bounds of ${population}`,
    population,
    origin: {
      module: ownModule,
      name: "rateBounds",
      options: { population, least, most, weight, ofMean },
    },
    value(counts, slope) {
      const { length } = counts;
      if (ofMean) {
        let mean = 0;
        for (let n = 0; n < length; n++) mean += (counts[n] as number) / length;
        const excess = over(mean);
        const own = (2 * weight * excess) / length;
        for (let n = 0; n < length; n++) slope[n] = (slope[n] as number) + own;
        return weight * excess * excess;
      }
      let cost = 0;
      for (let n = 0; n < length; n++) {
        const excess = over(counts[n] as number);
        cost += (weight * excess * excess) / length;
        slope[n] = (slope[n] as number) + (2 * weight * excess) / length;
      }
      return cost;
    },
  };
}
