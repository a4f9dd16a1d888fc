import { checkOptionNames } from "@spikeloom/kernel";
import { shuffled, stream, streamKey } from "@spikeloom/random";
import { DATA_OPTION } from "../errors.ts";

/** Options for iterating over samples. */
export interface BatchOptions {
  /** Samples per batch; the last one of an epoch may have fewer. */
  readonly size: number;
  /** Seed of the shuffle; without one, samples are in order. */
  readonly seed?: number;
  /** Counted from 0; each epoch has its own order. */
  readonly epoch?: number;
  /** Whether an incomplete last batch is dropped. */
  readonly dropLast?: boolean;
}

/**
 * Iterate once over the indices below a count, or over some samples, in batches.
 *
 * The order depends only on seed and epoch, so that training can resume exactly from any epoch. Each batch is a new
 * array. Throws `SL_DATA_OPTION`.
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
    const expected = "an integer number of samples of at least 1";
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
