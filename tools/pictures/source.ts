import { network, population, record, spikeSeries } from "spikeloom";
import type { SpikeSeries } from "spikeloom/analysis";
import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import { beside } from "../../packages/plots/src/beside.ts";
import { isiHistogram } from "../../packages/plots/src/isi-histogram.ts";
import { rasterPlot } from "../../packages/plots/src/raster-plot.ts";
import { ratePlot } from "../../packages/plots/src/rate-plot.ts";
import { runQuietly } from "./driven-neuron.ts";
import { niceAbove } from "./nice-number.ts";
import type { Picture } from "./picture.ts";

/** Number of neurons whose spikes are shown, and of those used for rates and intervals. */
const [SHOWN, COUNTED] = [25, 1000] as const;
const theme = "auto";

/** Plot spikes of a source, the rate of many, and the intervals between spikes. */
export async function sourcePicture(model: NeuronRecord): Promise<Picture> {
  const window = await windowOf(model);
  const few = await spikesOf(model, SHOWN, window);
  const many = await spikesOf(model, COUNTED, window);
  const left = { width: 440, theme, window: { from: 0, until: window } } as const;
  const right = { width: 320, theme, height: 325 } as const;
  const raster = rasterPlot(few, { ...left, height: 200 });
  const rate = ratePlot(many, { ...left, height: 160, bin: window / 100 });
  const panels = [
    ...raster.panels.map((panel) => ({ ...panel, sharesX: true })),
    ...rate.panels.map((panel) => ({ ...panel, legend: [] })),
  ];
  const figure = beside([{ ...raster, panels }, isiHistogram(many, right)]);
  const about = `spikes of ${SHOWN} sources, mean rate of ${COUNTED}, and intervals between spikes`;
  return { figure, about };
}

/** Time in which a source sends some ten spikes. */
async function windowOf(model: NeuronRecord): Promise<number> {
  const trial = 2000;
  const [series] = await spikesOf(model, COUNTED, trial);
  const each = (series?.times.length ?? 0) / COUNTED;
  return each === 0 ? trial : Math.min(20_000, Math.max(100, niceAbove((10 * trial) / each)));
}

async function spikesOf(
  model: NeuronRecord,
  size: number,
  duration: number,
): Promise<readonly SpikeSeries[]> {
  const sources = population(model, size, timesOf(model, size, duration));
  const net = network({ populations: { sources }, record: [record(sources)] });
  return spikeSeries(await runQuietly(net, { duration }));
}

/** Times for a source without its own: neuron k sends spikes 40 + 2 k ms apart. */
function timesOf(model: NeuronRecord, size: number, duration: number): object {
  if (model.source?.process !== "times") return {};
  const times = Array.from({ length: size }, (_, k) => {
    const interval = 40 + 2 * (k % SHOWN);
    return Array.from({ length: Math.floor(duration / interval) }, (_, n) => (n + 1) * interval);
  });
  return { times };
}
