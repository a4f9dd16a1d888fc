import { checkSpikes, type SpikeSeries } from "@spikeloom/analysis";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import type { Band, Figure, Mark, TicksMark } from "./figure.ts";
import { numberOption, type PlotOptions, plotOptionNames, readOptions } from "./options.ts";
import { type Range, timeRange } from "./range.ts";
import { countOf, emptyNote } from "./words.ts";

/** Maximum number of spikes in a raster; above it, neurons are sub-sampled. */
export const RASTER_SPIKE_LIMIT = 50_000;

/** Options of a raster plot. */
export interface RasterOptions extends PlotOptions {
  /** Maximum number of spikes; above it, every k-th neuron is drawn, as the remark states. */
  readonly mostSpikes?: number | undefined;
}

/** Minimum share of the height for a population, so that small ones have room for their names. */
const LEAST_SHARE = 0.08;

const names: OptionNames<RasterOptions> = {
  ...plotOptionNames,
  mostSpikes: true,
};

/**
 * Draw each spike as a tick, with neurons upwards and populations top to bottom.
 *
 * Above `mostSpikes` (default 50 000), only every k-th neuron of each population is drawn, as the remark states;
 * each population keeps at least one.
 */
export function rasterPlot(series: readonly SpikeSeries[], options: RasterOptions = {}): Figure {
  checkOptionNames(options, names, "rasterPlot");
  for (const one of series) checkSpikes(one);
  const { title, width, height, theme } = readOptions(options, 360);
  const most = numberOption("mostSpikes", options.mostSpikes ?? RASTER_SPIKE_LIMIT, [1, 1e7]);
  const x = timeRange(
    series.map(({ times }) => times),
    options,
  );
  const y = { from: 0, until: 1 };
  const every = samplingStride(series, x, most);
  const bands = layBands(series);
  const marks = series.map((one, i) => ticksOf(one, { x, every, band: bands[i] as Band }));
  const drawn = marks.reduce((sum, mark) => sum + mark.x.length, 0);
  const shown: readonly Mark[] = drawn === 0 ? [emptyNote("no spikes")] : marks;
  const panel = {
    title,
    remark: every === 1 ? "" : samplingRemark(series, every),
    x: { kind: "time" as const, ...x },
    y: { kind: "bands" as const, ...y, bands },
    marks: shown,
    legend: [],
    height,
    sharesX: false,
  };
  return { width, theme, panels: [panel] };
}

/** Smallest k for which every k-th neuron together have at most `most` spikes. */
function samplingStride(series: readonly SpikeSeries[], x: Range, most: number): number {
  const largest = series.reduce((size, one) => Math.max(size, one.size), 1);
  let every = 1;
  for (;;) {
    const spikes = series.reduce((sum, one) => sum + countDrawn(one, x, every), 0);
    if (spikes <= most || every >= largest) return every;
    every = Math.min(largest, Math.max(every + 1, Math.floor((every * spikes) / most)));
  }
}

function countDrawn({ neurons, times }: SpikeSeries, x: Range, every: number): number {
  let count = 0;
  for (let k = 0; k < times.length; k++) {
    const time = times[k] as number;
    if ((neurons[k] as number) % every === 0 && time >= x.from && time <= x.until) count++;
  }
  return count;
}

function samplingRemark(series: readonly SpikeSeries[], every: number): string {
  const all = series.reduce((sum, { size }) => sum + size, 0);
  const drawn = series.reduce((sum, { size }) => sum + Math.ceil(size / every), 0);
  return `sub-sample: 1 neuron in ${every} drawn, ${drawn} of ${countOf(all, "neuron")}`;
}

/** Divide the height by population size, the first population on top. */
function layBands(series: readonly SpikeSeries[]): Band[] {
  const shares = heightShares(series.map(({ size }) => size));
  let top = 1;
  return series.map(({ label, size }, i) => {
    const until = top;
    top = i === series.length - 1 ? 0 : until - (shares[i] as number);
    return { from: top, until, name: label, detail: countOf(size, "neuron"), colour: i };
  });
}

/** Small populations get the minimum share; the others divide the rest by size. */
function heightShares(sizes: readonly number[]): number[] {
  const least = Math.min(LEAST_SHARE, 0.75 / Math.max(1, sizes.length));
  const total = sizes.reduce((sum, size) => sum + size, 0) || 1;
  const isSmall = (size: number): boolean => size / total < least;
  const small = sizes.filter(isSmall).length;
  const rest = sizes.reduce((sum, size) => sum + (isSmall(size) ? 0 : size), 0);
  const shares = sizes.map((size) => (isSmall(size) ? least : ((1 - small * least) * size) / rest));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / whole);
}

function ticksOf(
  series: SpikeSeries,
  { x, every, band }: { readonly x: Range; readonly every: number; readonly band: Band },
): TicksMark {
  const count = countDrawn(series, x, every);
  const [xs, ys] = [new Float64Array(count), new Float64Array(count)];
  // A gap between bands separates the last neuron of one from the first of the next.
  const air = Math.min(0.008, (band.until - band.from) / 10);
  const row = (band.until - band.from - 2 * air) / Math.max(1, Math.ceil(series.size / every));
  for (let k = 0, next = 0; k < series.times.length; k++) {
    const [neuron, time] = [series.neurons[k] as number, series.times[k] as number];
    if (neuron % every !== 0 || time < x.from || time > x.until) continue;
    xs[next] = time;
    ys[next++] = band.from + air + (neuron / every + 0.5) * row;
  }
  return { kind: "ticks", x: xs, y: ys, height: row * 0.8, colour: band.colour };
}
