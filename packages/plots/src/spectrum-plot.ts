import {
  checkSpikes,
  dominantFrequency,
  powerSpectrum,
  rateHistogram,
  type SpikeSeries,
  type Window,
} from "@spikeloom/analysis";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { anyTime } from "./any-time.ts";
import { PLOT_OPTION } from "./errors.ts";
import type { Figure } from "./figure.ts";
import { type LineSeries, linePlot } from "./line-plot.ts";
import { numberOption, type PlotOptions, plotOptionNames, readOptions } from "./options.ts";
import { timeRange } from "./range.ts";
import { emptyNote } from "./words.ts";

/** Options of a plot of power spectra. */
export interface SpectrumPlotOptions extends PlotOptions {
  /** Bin of the rate in ms; default 1. Frequencies extend to 500/bin Hz. */
  readonly bin?: number | undefined;
  /** Bins per Welch segment, a power of two; default: a resolution of 1 to 2 Hz, at most half the window. */
  readonly segment?: number | undefined;
  /** Highest frequency shown, in Hz; default: 500/bin. */
  readonly highest?: number | undefined;
  /** Scale of the power; default: log. */
  readonly scale?: "linear" | "log" | undefined;
}

const names: OptionNames<SpectrumPlotOptions> = {
  ...plotOptionNames,
  bin: true,
  segment: true,
  highest: true,
  scale: true,
};

/** Fewest bins of a spectrum. */
const FEWEST_BINS = 8;
/** A peak below this multiple of the median power is one that independent spikes have too. */
const CLEAR_PEAK = 10;
/** Smaller shares of the highest power are errors of rounding. */
const ROUNDING = 1e-12;

/**
 * Draw the power spectrum of the rate of each population, by Welch's method.
 *
 * The legend gives the frequency of the highest peak if it is ten times the median power. A population's
 * spectrum covers the part of the window in which it was recorded.
 */
export function spectrumPlot(
  series: readonly SpikeSeries[],
  options: SpectrumPlotOptions = {},
): Figure {
  checkOptionNames(options, names, "spectrumPlot");
  for (const one of series) checkSpikes(one);
  const { title, width, height, theme } = readOptions(options, 260);
  const bin = numberOption("bin", options.bin ?? 1, [1e-6, 1e6]);
  const highest = numberOption("highest", options.highest ?? 500 / bin, [1e-9, 500 / bin]);
  const { scale = "log" } = options;
  if (scale !== "linear" && scale !== "log") {
    throw PLOT_OPTION({ place: "scale", expected: "linear or log", got: String(scale) });
  }
  const shown = timeRange(
    series.map(({ times }) => times),
    options,
  );
  const lines = series.flatMap((one): readonly LineSeries[] => {
    const found = spectrumOf(one, { window: overlap(shown, one.recorded), bin, options });
    return found === undefined ? [] : [found];
  });
  const most = lines.reduce((top, { y }) => y.reduce((a, b) => Math.max(a, b), top), 0);
  const isSilent = series.every(({ times }) => times.length === 0);
  const figure = linePlot(most > 0 ? lines.map((line) => aboveRounding(line, most)) : [], {
    title,
    width,
    height,
    theme,
    x: { label: "frequency", unit: "Hz", from: 0, until: highest },
    y: { label: "power of the rate", unit: "(spikes/s)²/Hz", scale },
  });
  if (most > 0) return figure;
  const note = emptyNote(isSilent ? "no spikes" : "too short for a spectrum");
  return { ...figure, panels: figure.panels.map((panel) => ({ ...panel, marks: [note] })) };
}

/** Times of a window in which a population was recorded. */
function overlap(window: Window, recorded: Window | undefined): Window {
  if (recorded === undefined) return window;
  const from = Math.max(window.from, recorded.from);
  return { from, until: Math.min(window.until, recorded.until) };
}

interface SpectrumRequest {
  readonly window: Window;
  readonly bin: number;
  readonly options: SpectrumPlotOptions;
}

/** Compute the spectrum of a population; undefined if the window has too few bins. */
function spectrumOf(
  series: SpikeSeries,
  { window, bin, options }: SpectrumRequest,
): LineSeries | undefined {
  const whole = Math.floor((window.until - window.from) / bin + 1e-6);
  if (!(whole >= FEWEST_BINS)) return undefined;
  const segment = options.segment ?? segmentFor(whole, bin);
  const free = anyTime(series);
  const { rates } = rateHistogram(free, { window, bin });
  const { frequencies, power } = powerSpectrum(rates.subarray(0, whole), { bin, segment });
  const { frequency, prominence } = dominantFrequency(free, { window, bin, segment });
  const peak =
    prominence >= CLEAR_PEAK ? `peak at ${Number(frequency.toPrecision(3))} Hz` : "no clear peak";
  // The mean is subtracted, so there is no power at 0 Hz.
  return {
    label: series.times.length === 0 ? `${series.label}: no spikes` : `${series.label}: ${peak}`,
    x: frequencies.subarray(1),
    y: power.subarray(1),
  };
}

/** The largest power of two with a resolution of at least 1 Hz and two segments or more in the window. */
function segmentFor(whole: number, bin: number): number {
  const most = Math.min(whole / 2, Math.max(4, 1000 / bin));
  let segment = 2;
  while (segment * 2 <= most) segment *= 2;
  return segment;
}

function aboveRounding(line: LineSeries, most: number): LineSeries {
  return { ...line, y: line.y.map((value) => (value > most * ROUNDING ? value : Number.NaN)) };
}
