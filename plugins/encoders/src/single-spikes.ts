import type { EncodedWindow } from "@spikeloom/kernel";

/** Give each neuron its spike where that is in a window; an infinite time is no spike. */
export function singleSpikes(
  times: Float64Array,
  { from, until }: EncodedWindow,
): readonly Float64Array[] {
  return Array.from(times, (time) =>
    time >= from && time < until ? Float64Array.of(time) : new Float64Array(0),
  );
}
