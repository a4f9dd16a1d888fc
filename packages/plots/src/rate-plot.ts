import { binEdges, checkSpikes, rateHistogram, type SpikeSeries } from "@spikeloom/analysis";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { anyTime } from "./any-time.ts";
import type { BarsMark, Figure } from "./figure.ts";
import { type PlotOptions, plotOptionNames, readOptions } from "./options.ts";
import { timeRange } from "./range.ts";
import { niceStep } from "./ticks.ts";
import { countOf, emptyNote } from "./words.ts";

/** Options of a rate plot. */
export interface RateOptions extends PlotOptions {
  /** In ms; default: a round width that gives 100 to 250 bins. */
  readonly bin?: number | undefined;
}

const names: OptionNames<RateOptions> = {
  ...plotOptionNames,
  bin: true,
};

/**
 * Draw the mean rate of each population in spikes/s per neuron.
 *
 * The axis label states the bin.
 */
export function ratePlot(series: readonly SpikeSeries[], options: RateOptions = {}): Figure {
  checkOptionNames(options, names, "ratePlot");
  for (const one of series) checkSpikes(one);
  const { title, width, height, theme } = readOptions(options, 220);
  const x = timeRange(
    series.map(({ times }) => times),
    options,
  );
  const bin = options.bin ?? niceStep((x.until - x.from) / 250);
  binEdges({ window: x, bin }); // Refuses an invalid bin even without any series.
  const marks = series.map((one, i): BarsMark => {
    const { edges, rates } = rateHistogram(anyTime(one), { window: x, bin });
    return { kind: "bars", edges, heights: rates, colour: i };
  });
  const highest = marks.reduce(
    (top, { heights }) => heights.reduce((a, b) => Math.max(a, b), top),
    0,
  );
  const y = { from: 0, until: highest > 0 ? highest * 1.08 : 1 };
  const panel = {
    title,
    remark: "",
    x: { kind: "time" as const, ...x },
    y: {
      kind: "number" as const,
      label: "rate",
      detail: `${Number(bin.toPrecision(6))} ms bins`,
      unit: "spikes/s",
      ...y,
    },
    marks: highest > 0 ? marks : [emptyNote("no spikes")],
    legend: series.map(({ label, size }, i) => ({
      text: series.length === 1 ? `${label} (${countOf(size, "neuron")})` : label,
      colour: i,
    })),
    height,
    sharesX: false,
  };
  return { width, theme, panels: [panel] };
}
