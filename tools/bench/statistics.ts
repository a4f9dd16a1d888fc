/** Median and extremes of repeated measurements. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly repeats: number;
}

/** Summarise measurements; undefined where there are none. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const { length } = sorted;
  const [least] = sorted;
  const most = sorted.at(-1);
  const low = sorted[Math.floor((length - 1) / 2)];
  const high = sorted[Math.ceil((length - 1) / 2)];
  if (least === undefined || most === undefined) return undefined;
  if (low === undefined || high === undefined) return undefined;
  return { median: (low + high) / 2, least, most, repeats: length };
}
