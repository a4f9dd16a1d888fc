import type { EncodedWindow } from "@spikeloom/kernel";

/** Emit each neuron's spike if it lies in a window; an infinite time means no spike. */
export function singleSpikes(
  times: Float64Array,
  { from, until }: EncodedWindow,
): readonly Float64Array[] {
  return Array.from(times, (time) =>
    time >= from && time < until ? Float64Array.of(time) : new Float64Array(0),
  );
}
