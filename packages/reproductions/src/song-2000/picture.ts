import { type Figure, weightHistogram } from "@spikeloom/plots";
import type { Result } from "@spikeloom/simulate";
import { snapshotsOf } from "../synapse-values.ts";

/** Draw the weights at the end over those at the start, as in figure 2. */
export function songPicture(result: Result): Figure {
  const snapshots = snapshotsOf(result, "learning");
  const series = snapshots.map(({ time, values }) => {
    return { label: "weight", unit: "nS", values, when: `at ${time / 1000} s` };
  });
  const title = "Song 2000: weights of 1000 synapses that compete";
  return weightHistogram(series, { title, bins: 20 });
}
