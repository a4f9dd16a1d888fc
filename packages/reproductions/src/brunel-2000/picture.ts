import type { SpikeSeries } from "@spikeloom/analysis";
import { above, type Figure, rasterPlot, ratePlot } from "@spikeloom/plots";
import { brunelStates } from "./network.ts";
import type { BrunelLetter, BrunelRun } from "./run-state.ts";

/** Interval shown and bin width, in ms; slow rhythms need longer intervals. */
const views: Readonly<Record<BrunelLetter, { readonly span: number; readonly bin: number }>> = {
  A: { span: 100, bin: 0.1 },
  B: { span: 100, bin: 0.5 },
  C: { span: 200, bin: 0.5 },
  D: { span: 400, bin: 1 },
};

/** Neurons of the raster, as many as in the paper. */
const shown = 50;

/** Draw a state as figure 8 does: the spikes of 50 neurons above the activity of all. */
export function brunelPicture(letter: BrunelLetter, run: BrunelRun): Figure {
  const { about, g, drive } = brunelStates[letter];
  const { span, bin } = views[letter];
  const window = { from: 1000 - span, until: 1000 };
  const title = `${letter}: ${about} (g = ${g}, νext/νthr = ${drive})`;
  return above([
    rasterPlot([firstNeurons(run.excitatory)], { title, window }),
    ratePlot([run.excitatory], { bin, window }),
  ]);
}

function firstNeurons({ label, neurons, times }: SpikeSeries): SpikeSeries {
  const kept = [...neurons.keys()].filter((k) => (neurons[k] ?? shown) < shown);
  return {
    label,
    size: shown,
    neurons: Uint32Array.from(kept, (k) => neurons[k] ?? 0),
    times: Float64Array.from(kept, (k) => times[k] ?? 0),
  };
}
