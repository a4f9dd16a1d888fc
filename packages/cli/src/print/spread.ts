import { mean, sampleDeviation } from "@spikeloom/analysis";

/** Print mean and sample deviation over runs; a dash without values. */
export function spreadText(values: readonly (number | undefined)[]): string {
  const found = values.filter((value) => value !== undefined);
  if (found.length === 0) return "-";
  const centre = mean(found).toFixed(2);
  return found.length === 1 ? centre : `${centre} ± ${sampleDeviation(found).toFixed(2)}`;
}
