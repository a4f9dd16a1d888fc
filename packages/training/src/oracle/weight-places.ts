import type { SlidingWindow } from "@spikeloom/kernel";
import type { TrainedProjection } from "../program/training-program.ts";

/** A target, and the matrix element of its weight. */
export type WeightPlace = readonly [target: number, place: number];

/** List the targets of each source. */
export function weightPlaces(projection: TrainedProjection): readonly WeightPlace[][] {
  const { sources, targets, window } = projection;
  if (window !== undefined) return placesOfWindow(projection, window);
  return Array.from({ length: sources }, (_, i) =>
    Array.from({ length: targets }, (__, j): WeightPlace => [j, i * targets + j]),
  );
}

/** Enumerate every target and every position of its window, as in the definition of convolution. */
function placesOfWindow(
  { sources, places }: TrainedProjection,
  { inputs, outputs, from, to, kernel, stride, padding, pool }: SlidingWindow,
): readonly WeightPlace[][] {
  const found: WeightPlace[][] = Array.from({ length: sources }, () => []);
  places.forEach((place, entry) => {
    const across = entry % kernel[1];
    const down = Math.floor(entry / kernel[1]) % kernel[0];
    const channel = Math.floor(entry / (kernel[0] * kernel[1])) % inputs;
    const output = Math.floor(entry / (kernel[0] * kernel[1] * inputs));
    for (let k = 0; k < to[0] * to[1]; k++) {
      const row = Math.floor(k / to[1]) * stride + down - padding;
      const column = (k % to[1]) * stride + across - padding;
      for (let square = 0; square < pool * pool; square++) {
        const y = row * pool + Math.floor(square / pool);
        const x = column * pool + (square % pool);
        const isInside = row >= 0 && column >= 0 && (row + 1) * pool <= from[0];
        if (!isInside || (column + 1) * pool > from[1]) continue;
        found[(y * from[1] + x) * inputs + channel]?.push([k * outputs + output, place]);
      }
    }
  });
  return found;
}
