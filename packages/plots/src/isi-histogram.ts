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
import { binsFor, highestOf } from "./histogram.ts";
import {
  numberOption,
  type PlotOptions,
  plotOptionNames,
  readOptions,
  readPlotWindow,
} from "./options.ts";
import { checkRange, type Range } from "./range.ts";
import { niceStep } from "./ticks.ts";
import { countOf, emptyNote } from "./words.ts";

/** Options of a histogram of inter-spike intervals. */
export interface IntervalOptions extends PlotOptions {
  /** Approximate number of bins, 1 to 10000; their width is rounded up to 1, 2 or 5. Default: 10 to 50. */
  readonly bins?: number | undefined;
}

/** Fewest spikes of a neuron that counts in the CV of the legend. */
const LEAST_SPIKES = 3;

const names: OptionNames<IntervalOptions> = {
  ...plotOptionNames,
  bins: true,
};

/**
 * Draw the distribution of inter-spike intervals of each population.
 *
 * Intervals are pooled over neurons. The legend gives the mean CV over neurons with at least 3 spikes. If the longest 0.5 % of the intervals
 * would more than double the axis, it ends before them and the remark counts them. `window` selects spikes,
 * not intervals.
 */
export function isiHistogram(
  series: readonly SpikeSeries[],
  options: IntervalOptions = {},
): Figure {
  checkOptionNames(options, names, "isiHistogram");
  const { title, width, height, theme } = readOptions(options, 260);
  const { from = -Infinity, until = Infinity } = readPlotWindow(options);
  const window = { from, until };
  if (until <= from) checkRange(window, "window");
  const lists = series.map((one) => interSpikeIntervals(anyTime(one), { window }));
  const pooled = lists.map(pool);
  const all = pool(pooled);
  const bins = numberOption("bins", options.bins ?? binsFor(all.length), [1, 10_000]);
  const { x, bin, beyond } = chooseBins(all, Math.round(bins));
  const marks = pooled.map((intervals, i) => barsOf(intervals, { x, bin, colour: i }));
  const highest = highestOf(marks);
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
      const { mean, neurons } = averageVariation(lists[i] ?? [], { leastSpikes: LEAST_SPIKES });
      const cv =
        neurons === 0
          ? `no CV, as no neuron has ${LEAST_SPIKES} spikes`
          : `mean CV ${mean.toFixed(2)} (${countOf(neurons, "neuron")})`;
      return { text: `${label}: ${cv}`, colour: i };
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
  // Without intervals, the axis covers a typical range.
  const last = intervals[intervals.length - 1] ?? 100;
  const common = intervals[Math.floor(0.995 * (intervals.length - 1))] ?? 0;
  const longest = common > 0 && last > 2 * common ? common : last;
  // Intervals of similar length would otherwise be a bar at the right edge.
  const room = (intervals[0] ?? 0) > longest / 2 ? 1.25 : 1.05;
  // Intervals below a picosecond belong to simultaneous spikes, for which any axis will do.
  const reach = longest > 1e-9 ? Math.min(longest * room, 8e307) : 1;
  // The slack keeps 40 ms at 1 ms if rounding gives slightly more.
  const bin = niceStep((reach / bins) * (1 - 1e-9));
  const until = Math.max(1, Math.ceil(reach / bin - 1e-9)) * bin;
  // Counts the intervals that are outside the axis.
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
  const edges = binEdges({ window: options.x, bin: options.bin });
  const counts = countInBins(intervals, { edges, bin: options.bin });
  const heights = Float64Array.from(counts, (count) => (100 * count) / (intervals.length || 1));
  return { kind: "bars", edges, heights, colour: options.colour };
}
