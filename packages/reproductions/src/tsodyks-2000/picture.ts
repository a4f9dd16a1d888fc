import { above, type Figure, rasterPlot, ratePlot } from "@spikeloom/plots";
import type { Result } from "@spikeloom/simulate";
import { spikesOf } from "../run-published.ts";

/** Draw some seconds of all spikes above the activity, as figure 1 does. */
export function burstPicture(result: Result): Figure {
  const series = [spikesOf(result, 0), spikesOf(result, 1)];
  const window = { from: Math.max(0, result.duration - 10_000), until: result.duration };
  const title = "Tsodyks 2000: 400 excitatory and 100 inhibitory neurons with dynamic synapses";
  return above([
    rasterPlot(series, { title, window }),
    ratePlot(series.slice(0, 1), { bin: 5, window }),
  ]);
}
