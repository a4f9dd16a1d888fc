import { checkOptionNames } from "@spikeloom/kernel";
import { shuffled, stream, streamKey } from "@spikeloom/random";
import { DATA_OPTION } from "../errors.ts";

/** Options for iterating over samples. */
export interface BatchOptions {
  /** Samples of a batch; the last one of an epoch may have fewer. */
  readonly size: number;
  /** Shuffles; without one samples come in their order. */
  readonly seed?: number;
  /** Counted from 0: each epoch has an order of its own. */
  readonly epoch?: number;
  /** Whether a last batch with fewer samples is left out. */
  readonly dropLast?: boolean;
}

/**
 * Go through the numbers below a count, or through some samples, once, in batches.
 *
 * The order depends on seed and epoch alone, so that training goes on exactly from any epoch. Each batch is an
 * array of its own. Throws `SL_DATA_OPTION`.
 */
export function batches(
  samples: number | Uint32Array,
  options: BatchOptions,
): Generator<Uint32Array, void, undefined> {
  checkOptionNames(options, { size: true, seed: true, epoch: true, dropLast: true }, "batches");
  return batchesOf(samples, options);
}

function* batchesOf(
  samples: number | Uint32Array,
  { size, seed, epoch = 0, dropLast = false }: BatchOptions,
): Generator<Uint32Array, void, undefined> {
  if (!(Number.isInteger(size) && size >= 1)) {
    const expected = "a whole number of samples from 1";
    throw DATA_OPTION({ place: "batches.size", expected, got: String(size) });
  }
  const count = typeof samples === "number" ? samples : samples.length;
  const order =
    seed === undefined
      ? Uint32Array.from({ length: count }, (_, k) => k)
      : shuffled(count, stream(streamKey(seed, "data batches"), 0, epoch));
  for (let at = 0; at < count; at += size) {
    const batch = order.slice(at, at + size);
    if (dropLast && batch.length < size) return;
    if (typeof samples !== "number") {
      for (let k = 0; k < batch.length; k++) batch[k] = samples[batch[k] as number] as number;
    }
    yield batch;
  }
}
