/** Median and extremes of repeated measurements. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly repeats: number;
}

/** Summarise measurements; undefined if there are none. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return undefined;
  return { median: medianOf(sorted), least, most, repeats: sorted.length };
}

/** The median of measurements; NaN if there are none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const last = sorted.length - 1;
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[Math.floor(last / 2)],
    sorted[Math.ceil(last / 2)],
  ];
  return (low + high) / 2;
}
