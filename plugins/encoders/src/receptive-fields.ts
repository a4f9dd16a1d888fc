import type { EncodedWindow } from "@spikeloom/kernel";
import { singleSpikes } from "./single-spikes.ts";

/** How a field says how much it is excited. */
export interface FieldTiming {
  /** Time of a field that is not excited; one that is excited in full spikes at once. */
  readonly last: number;
  /** Excitation, from 0 to 1, below which a field sends nothing. */
  readonly threshold: number;
}

/** Let each field spike the earlier the more it is excited: `last * (1 - excitation)`. */
export function fieldSpikes(
  excitations: Float64Array,
  { last, threshold }: FieldTiming,
  window: EncodedWindow,
): readonly Float64Array[] {
  const times = excitations.map((excitation) =>
    excitation >= threshold ? last * (1 - excitation) : Number.POSITIVE_INFINITY,
  );
  return singleSpikes(times, window);
}

/** The two fields of a value that are excited most, which tell the value. */
export function strongestFields(
  spikes: readonly Float64Array[],
  last: number,
): readonly { readonly field: number; readonly excitation: number }[] {
  return spikes
    .flatMap(([time], field) =>
      time === undefined ? [] : [{ field, excitation: 1 - time / last }],
    )
    .toSorted((a, b) => b.excitation - a.excitation || a.field - b.field)
    .slice(0, 2);
}
