import { checkOptionNames } from "@spikeloom/kernel";
import { shuffled, stream, streamKey } from "@spikeloom/random";
import { DATA_OPTION } from "../errors.ts";

/** Options for splitting samples. */
export interface SplitOptions {
  readonly seed: number;
  /** Samples of each part by name: a fraction below 1, or a count. The parts must add up to all samples. */
  readonly parts: Readonly<Record<string, number>>;
  /** Labels of all samples, for a stratified split that is exact within one sample. */
  readonly labels?: ArrayLike<number>;
}

/**
 * Split samples at random into disjoint parts.
 *
 * Returns ascending samples by the name of the part. The same seed gives the same parts on every machine. With labels,
 * `{ train: 0.9, validation: 0.1 }` is stratified. Throws `SL_DATA_OPTION`.
 */
export function splitSamples<Options extends SplitOptions>(
  count: number,
  options: Options,
): Readonly<Record<keyof Options["parts"], Uint32Array>> {
  checkOptionNames<SplitOptions>(
    options,
    { seed: true, parts: true, labels: true },
    "splitSamples",
  );
  const { seed, parts, labels } = options;
  const sizes = sizesOf(parts, count);
  const order = shuffled(count, stream(streamKey(seed, "data split"), 0));
  const drawn = labels === undefined ? order : interleaved(order, labels, count);
  let at = 0;
  const split = Object.entries(sizes).map(([name, size]) => {
    const samples = drawn.slice(at, at + size).sort();
    at += size;
    return [name, samples] as const;
  });
  return Object.fromEntries(split) as Record<keyof Options["parts"], Uint32Array>;
}

function sizesOf(parts: SplitOptions["parts"], count: number): Readonly<Record<string, number>> {
  const sizes = Object.entries(parts).map(([name, part]) => {
    const size = part < 1 ? Math.round(part * count) : part;
    if (!(Number.isInteger(size) && size >= 0)) {
      const expected = "a fraction below 1, or an integer number of samples";
      throw DATA_OPTION({ place: `parts.${name}`, expected, got: String(part) });
    }
    return [name, size] as const;
  });
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  // Fractions that add up to 1 may round to one sample more for each part.
  const excess = total - count;
  const last = sizes.at(-1);
  const isRounded =
    excess > 0 && excess <= sizes.length && Object.values(parts).every((p) => p < 1);
  if (isRounded && last !== undefined && last[1] >= excess) {
    return Object.fromEntries([...sizes.slice(0, -1), [last[0], last[1] - excess]]);
  }
  if (total === count) return Object.fromEntries(sizes);
  // Fractions that add up to 1 may also round to fewer.
  const shares = Object.values(parts).reduce(
    (sum, part) => sum + (part < 1 ? part : part / count),
    0,
  );
  if (last !== undefined && total < count && Math.abs(shares - 1) < 1e-9) {
    return Object.fromEntries([...sizes.slice(0, -1), [last[0], last[1] + count - total]]);
  }
  const rest = total < count ? `; add a part for the other ${count - total}` : "";
  throw DATA_OPTION({
    place: "parts",
    expected: `${count} samples in all${rest}`,
    got: String(total),
  });
}

/**
 * Order samples so that each interval contains each label as often as the whole set.
 *
 * Sample r of the n samples of a label is placed at (r + 1/2) / n of the whole.
 */
function interleaved(order: Uint32Array, labels: ArrayLike<number>, count: number): Uint32Array {
  if (labels.length !== count) {
    const expected = `${count} labels`;
    throw DATA_OPTION({ place: "labels", expected, got: String(labels.length) });
  }
  const totals = new Map<number, number>();
  for (let k = 0; k < count; k++) {
    const label = labels[k] as number;
    totals.set(label, (totals.get(label) ?? 0) + 1);
  }
  const seen = new Map<number, number>();
  const places = new Float64Array(count);
  for (const sample of order) {
    const label = labels[sample] as number;
    const rank = seen.get(label) ?? 0;
    seen.set(label, rank + 1);
    places[sample] = (rank + 0.5) / (totals.get(label) as number);
  }
  // Ties keep the drawn order: sort is stable.
  return order.sort((a, b) => (places[a] as number) - (places[b] as number));
}
