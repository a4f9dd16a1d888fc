import { spreadOf } from "../sweep/spread.ts";

/** Format mean and sample deviation over runs; a dash without values. */
export function spreadText(values: readonly (number | undefined)[]): string {
  const { mean, deviation, runs } = spreadOf(values);
  if (runs === 0) return "-";
  const centre = mean.toFixed(2);
  return runs === 1 ? centre : `${centre} ± ${deviation.toFixed(2)}`;
}
