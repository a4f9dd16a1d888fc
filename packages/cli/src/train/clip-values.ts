import type { SpikeLoomError } from "@spikeloom/kernel";
import { formatCount, formatShare } from "../print/numbers.ts";
import type { ValueSamples } from "./data-part.ts";
import { TRAINING_CLIPPED } from "./errors.ts";

/** Number of values beyond the encoded range, of how many. */
export interface ClippedValues {
  readonly count: number;
  readonly of: number;
}

/** Clip finite values to a range; undefined if none are beyond it. */
export function clipValues<Samples extends ValueSamples>(
  samples: Samples,
  range: readonly [number, number],
): { readonly samples: Samples; readonly clipped: ClippedValues } | undefined {
  const [low, high] = range[0] <= range[1] ? range : [range[1], range[0]];
  let count = 0;
  // In float64: an end of the range may not be representable in float32 or a byte.
  const values = Float64Array.from(samples.values, (value) => {
    if (!(value < low || value > high) || !Number.isFinite(value)) return value;
    count++;
    return value < low ? low : high;
  });
  if (count === 0) return undefined;
  return { samples: { ...samples, values }, clipped: { count, of: values.length } };
}

/** Report clipped values, part by part; undefined if there are none. */
export function clippedFault(
  parts: Readonly<Record<string, { readonly clipped?: ClippedValues | undefined } | undefined>>,
): SpikeLoomError | undefined {
  const all = Object.entries(parts).flatMap(([name, part]) =>
    part?.clipped === undefined ? [] : [[name, part.clipped] as const],
  );
  if (all.length === 0) return undefined;
  const counts = all.map(([name, { count, of }]) => {
    const share = formatShare(count / of);
    return `${formatCount(count)} of ${formatCount(of)} values to ${tasks[name]} clipped (${share})`;
  });
  return TRAINING_CLIPPED({ got: counts.join(", ") });
}

const tasks: Readonly<Record<string, string>> = {
  train: "learn from",
  validation: "validate with",
  test: "test with",
};
