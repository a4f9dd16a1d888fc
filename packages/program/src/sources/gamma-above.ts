import { hostFunctions } from "@spikeloom/equations/functions";
import type { Stream } from "@spikeloom/random";

/**
 * Draw from the gamma distribution of scale 1, conditioned on exceeding `least`.
 *
 * Above the shape, the excess y has the density (1 + y / least)^(shape - 1) exp(-y): it is drawn by rejection from the
 * exponential that is tangent at 0 and lies above it (for shapes below 1, only exp(-y) does). Below the shape, most
 * draws of the distribution itself are large enough.
 */
export function gammaAbove(stream: Stream, shape: number, least: number): number {
  // No draw would ever be large enough.
  if (!(shape > 0 && least < Number.POSITIVE_INFINITY)) return Number.NaN;
  if (!(least > shape)) {
    for (;;) {
      const drawn = stream.gamma(shape);
      if (!(drawn <= least)) return drawn;
    }
  }
  const steepness = Math.max(0, shape - 1) / least;
  for (;;) {
    const excess = stream.exponential() / (1 - steepness);
    const logRatio = (shape - 1) * log1p(excess / least) - steepness * excess;
    if (stream.exponential() >= -logRatio) return least + excess;
  }
}

function log1p(x: number): number {
  return hostFunctions["log1p"]?.(x) ?? Number.NaN;
}
