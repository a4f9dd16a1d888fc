import {
  averageVariation,
  binEdges,
  countInBins,
  interSpikeIntervals,
  type SpikeSeries,
} from "@spikeloom/analysis";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { anyTime } from "./any-time.ts";
import type { BarsMark, Figure } from "./figure.ts";
import { numberOption, type PlotOptions, plotOptionNames, readOptions } from "./options.ts";
import { checkRange, type Range } from "./range.ts";
import { niceStep } from "./ticks.ts";
import { countOf, emptyNote } from "./words.ts";

/** Options of a histogram of inter-spike intervals. */
export interface IntervalOptions extends PlotOptions {
  /** Roughly how many bins, 1 to 10000; their width is rounded up to 1, 2 or 5. 50 unless told. */
  readonly bins?: number | undefined;
}

/** Spikes a neuron needs to count in the CV of the legend. */
const LEAST_SPIKES = 3;

const names: OptionNames<IntervalOptions> = {
  ...plotOptionNames,
  bins: true,
};

/**
 * Draw the distribution of inter-spike intervals of each population.
 *
 * Pooled over neurons.
 *
 * The legend gives the mean CV over neurons with at least 3 spikes. When the longest 0.5 % of
 * intervals would more than double the axis, it ends before them and the remark counts them.
 * `from` and `until` choose the spikes, not the range of intervals.
 */
export function isiHistogram(
  series: readonly SpikeSeries[],
  options: IntervalOptions = {},
): Figure {
  checkOptionNames(options, names, "isiHistogram");
  const { title, width, height, theme } = readOptions(options, 260);
  const bins = Math.round(numberOption("bins", options.bins ?? 50, [1, 10_000]));
  const window = { from: options.from ?? -Infinity, until: options.until ?? Infinity };
  if (window.until <= window.from) checkRange(window, "from and until");
  const lists = series.map((one) => interSpikeIntervals(anyTime(one), window));
  const pooled = lists.map(pool);
  const { x, bin, beyond } = chooseBins(pool(pooled), bins);
  const marks = pooled.map((intervals, i) => barsOf(intervals, { x, bin, colour: i }));
  const highest = marks.reduce(
    (top, { heights }) => heights.reduce((a, b) => Math.max(a, b), top),
    0,
  );
  const y = { from: 0, until: highest > 0 ? highest * 1.08 : 1 };
  const limit = Number(x.until.toPrecision(6));
  const panel = {
    title,
    remark: beyond > 0 ? `${countOf(beyond, "interval")} above ${limit} ms not drawn` : "",
    x: {
      kind: "number" as const,
      label: "inter-spike interval",
      detail: `${Number(bin.toPrecision(6))} ms bins`,
      unit: "ms",
      ...x,
    },
    y: { kind: "number" as const, label: "share of intervals", unit: "%", ...y },
    marks: highest > 0 ? marks : [emptyNote("no intervals")],
    legend: series.map(({ label }, i) => {
      const { mean, neurons } = averageVariation(lists[i] ?? [], LEAST_SPIKES);
      const cv = neurons === 0 ? "no CV" : `mean CV ${mean.toFixed(2)}`;
      return { text: `${label}: ${cv} (${countOf(neurons, "neuron")})`, colour: i };
    }),
    height,
    sharesX: false,
  };
  return { width, theme, panels: [panel] };
}

function pool(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const list of lists) {
    all.set(list, next);
    next += list.length;
  }
  return all.sort();
}

function chooseBins(
  intervals: Float64Array,
  bins: number,
): { readonly x: Range; readonly bin: number; readonly beyond: number } {
  // Without intervals the axis shows the range where most neurons have theirs.
  const last = intervals[intervals.length - 1] ?? 100;
  const common = intervals[Math.floor(0.995 * (intervals.length - 1))] ?? 0;
  const longest = common > 0 && last > 2 * common ? common : last;
  // Intervals below a picosecond are those of simultaneous spikes: any axis will do.
  const bin = niceStep((longest > 1e-9 ? longest : 1) / bins);
  const edge = Math.max(1, Math.ceil(longest / bin - 1e-9)) * bin;
  // Up to the last edge an interval is drawn, and rounding puts that edge at most an ulp early.
  const until = Math.max(edge, longest);
  const beyond = intervals.reduce((count, value) => count + Number(value > until), 0);
  return { x: { from: 0, until }, bin, beyond };
}

function barsOf(
  intervals: Float64Array,
  options: {
    readonly x: Range;
    readonly bin: number;
    readonly colour: number;
  },
): BarsMark {
  const edges = binEdges(options.x, options.bin);
  const counts = countInBins(intervals, edges, options.bin);
  const heights = Float64Array.from(counts, (count) => (100 * count) / (intervals.length || 1));
  return { kind: "bars", edges, heights, colour: options.colour };
}
