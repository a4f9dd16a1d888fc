import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_BINS } from "./errors.ts";
import { largestPowerOfTwo } from "./fourier-transform.ts";
import { powerSpectrum } from "./power-spectrum.ts";
import { rateHistogram } from "./rates.ts";
import type { SpikeSeries } from "./spike-series.ts";
import { binNames, checkWindow, type WindowOptions } from "./window.ts";

/** Dominant oscillation of a population. */
export interface DominantFrequency {
  /** In Hz; NaN when the activity does not vary. */
  readonly frequency: number;
  /** Peak over median power: 2 to 6 for independent spikes, hundreds for a clear rhythm. */
  readonly prominence: number;
  /** Distance between frequencies of the spectrum in Hz. */
  readonly resolution: number;
}

/** Bin, Welch segment and lowest frequency of a search for the dominant one. */
export interface FrequencyOptions extends WindowOptions {
  /** In ms; default 1. Frequencies extend up to 500/bin Hz. */
  readonly bin?: number | undefined;
  /** Bins per segment, a power of two; defaults to the largest that is at most half the recording. */
  readonly segment?: number | undefined;
  /** Lowest frequency searched in Hz; default: twice the resolution. */
  readonly above?: number | undefined;
}

const names: OptionNames<FrequencyOptions> = {
  ...binNames,
  segment: "a power of two",
  above: "a frequency in Hz",
};

/**
 * Find the dominant frequency of a population's activity.
 *
 * The peak of the rate histogram's Welch spectrum, refined by a parabola through the logarithms of the peak and its neighbours.
 */
export function dominantFrequency(
  series: SpikeSeries,
  options: FrequencyOptions,
): DominantFrequency {
  checkOptionNames(options, names, "dominantFrequency", ["window"]);
  const { window, bin = 1 } = options;
  checkWindow(window);
  const whole = Math.floor((window.until - window.from) / bin + 1e-6);
  const { rates } = rateHistogram(series, { window, bin });
  if (whole < 8) {
    const got = `${whole} bins of ${bin} ms`;
    throw ANALYSIS_BINS({ place: "window", expected: "at least 8 whole bins", got });
  }
  const segment = options.segment ?? largestPowerOfTwo(whole / 2);
  const { frequencies, power } = powerSpectrum(rates.subarray(0, whole), { bin, segment });
  const resolution = frequencies[1] as number;
  const above = options.above ?? 2 * resolution;
  let peak = -1;
  for (let k = 1; k < power.length; k++) {
    if ((frequencies[k] as number) < above * (1 - 1e-9)) continue;
    if (peak < 0 || (power[k] as number) > (power[peak] as number)) peak = k;
  }
  const height = power[peak] ?? 0;
  if (height <= 0) return { frequency: Number.NaN, prominence: Number.NaN, resolution };
  const median = power.slice(1).sort()[(power.length - 1) >> 1] as number;
  const frequency = (peak + peakShift(power, peak)) * resolution;
  return { frequency, prominence: height / median, resolution };
}

function peakShift(power: Float64Array, peak: number): number {
  const [before, at, after] = [power[peak - 1], power[peak], power[peak + 1]];
  if (!before || !at || !after || before > at || after > at) return 0;
  const [a, b, c] = [Math.log(before), Math.log(at), Math.log(after)];
  const curvature = a - 2 * b + c;
  return curvature === 0 ? 0 : (0.5 * (a - c)) / curvature;
}
