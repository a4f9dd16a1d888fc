import { decaying } from "@spikeloom/program/events";

/** Weights of a synapse over delays of 1, 2, ... steps, and their derivatives with respect to the delay. */
export interface DelayKernel {
  /** Write the fraction of each step for a fractional delay; `width` in steps. */
  spread(delay: number, width: number): void;
  readonly shares: Float64Array;
  readonly slopes: Float64Array;
}

/**
 * Create a bump over so many steps: a Gaussian normalised to 1.
 *
 * A width of 0 gives the nearest step only, as in a simulation.
 * @cite doi:10.48550/arXiv.2306.17670, equation 6
 */
export function delayKernel(steps: number): DelayKernel {
  const shares = new Float64Array(steps);
  const slopes = new Float64Array(steps);
  return {
    shares,
    slopes,
    spread(delay, width) {
      slopes.fill(0);
      if (width === 0) {
        shares.fill(0);
        shares[Math.round(delay) - 1] = 1;
        return;
      }
      let [sum, mean] = [0, 0];
      for (let k = 0; k < steps; k++) {
        const away = (k + 1 - delay) / width;
        shares[k] = decaying(-0.5 * away * away);
        sum += shares[k] as number;
        mean += (shares[k] as number) * away;
      }
      for (let k = 0; k < steps; k++) {
        shares[k] = (shares[k] as number) / sum;
        const away = (k + 1 - delay) / width;
        slopes[k] = ((shares[k] as number) * (away - mean / sum)) / width;
      }
    },
  };
}
