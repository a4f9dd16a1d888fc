import type { SpikeSeries } from "@spikeloom/analysis";

/** Let a series be drawn over any time: where nothing was recorded, nothing is drawn. */
export function anyTime(series: SpikeSeries): SpikeSeries {
  return { ...series, recorded: undefined };
}
