import type { SpikeSeries } from "@spikeloom/analysis";

/** Allow a series to be drawn over any time range; unrecorded time stays blank. */
export function anyTime(series: SpikeSeries): SpikeSeries {
  return { ...series, recorded: undefined };
}
