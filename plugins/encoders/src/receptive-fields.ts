import type { EncodedWindow } from "@spikeloom/kernel";
import { singleSpikes } from "./single-spikes.ts";

/** How a field encodes its excitation. */
export interface FieldTiming {
  /** Spike time of a field without excitation; a fully excited field spikes at once. */
  readonly last: number;
  /** Excitation, from 0 to 1, below which a field emits no spike. */
  readonly threshold: number;
}

/** Encode the excitation of each field as a spike time: `last * (1 - excitation)`. */
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

/** The two most excited fields of a value, which determine the value. */
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
