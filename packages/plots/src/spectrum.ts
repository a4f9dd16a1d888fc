import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { PLOT_BINS } from "./errors.ts";
import type { SpikeSeries } from "./series.ts";
import { rateHistogram, type Window } from "./statistics.ts";

/**
 * Power of a signal at equally spaced frequencies.
 *
 * From 0 to half the sampling rate.
 */
export interface PowerSpectrum {
  /** In Hz. */
  readonly frequencies: Float64Array;
  /** In squared signal units per Hz, one-sided. */
  readonly power: Float64Array;
  /** Segments averaged. */
  readonly segments: number;
}

/** The strongest rhythm of a population. */
export interface DominantFrequency {
  /** In Hz; NaN when the activity does not vary. */
  readonly frequency: number;
  /** Peak over median power: 2 to 6 for independent spikes, hundreds for a clear rhythm. */
  readonly prominence: number;
  /** Distance between frequencies of the spectrum in Hz. */
  readonly resolution: number;
}

/** Bin, Welch segment and lowest frequency of a search for the dominant one. */
export interface FrequencyOptions {
  readonly window: Window;
  /** In ms; 1 unless told. Frequencies reach up to 500/bin Hz. */
  readonly bin?: number | undefined;
  /** Bins in a segment, a power of two; the largest of at most half the record unless told. */
  readonly segment?: number | undefined;
  /** Lowest frequency searched in Hz; twice the resolution unless told. */
  readonly above?: number | undefined;
}

/**
 * Transform complex numbers in place by a radix-2 fast Fourier transform.
 *
 * Sign -1, unscaled.
 *
 * Both arrays have the same length, a power of two.
 */
export function fourierTransform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  checkPowerOfTwo("length of the transform", n);
  if (imaginary.length !== n) {
    const got = String(imaginary.length);
    throw PLOT_BINS({ place: "imaginary part", expected: `${n} values`, got });
  }
  reverseBits(real, imaginary);
  for (let half = 1; half < n; half *= 2) {
    for (let j = 0; j < half; j++) {
      const cosine = Math.cos((Math.PI * j) / half);
      const sine = -Math.sin((Math.PI * j) / half);
      for (let a = j; a < n; a += 2 * half) {
        const b = a + half;
        const re = (real[b] as number) * cosine - (imaginary[b] as number) * sine;
        const im = (real[b] as number) * sine + (imaginary[b] as number) * cosine;
        real[b] = (real[a] as number) - re;
        imaginary[b] = (imaginary[a] as number) - im;
        real[a] = (real[a] as number) + re;
        imaginary[a] = (imaginary[a] as number) + im;
      }
    }
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i >= j) continue;
    [real[i], real[j]] = [real[j] as number, real[i] as number];
    [imaginary[i], imaginary[j]] = [imaginary[j] as number, imaginary[i] as number];
  }
}

/**
 * Estimate a power spectrum by Welch's method (doi:10.1109/TAU.1967.1161901).
 *
 * Segments overlap by half; each loses its mean and is weighted with a periodic Hann window.
 * `bin` is the sampling interval in ms, `segment` a power of two of at most the signal's length.
 */
export function powerSpectrum(signal: Float64Array, bin: number, segment: number): PowerSpectrum {
  checkPowerOfTwo("segment", segment);
  if (segment > signal.length || !(bin > 0 && bin < Infinity)) {
    const expected = `a segment of at most ${signal.length} bins above 0 ms wide`;
    throw PLOT_BINS({ place: "segment", expected, got: `${segment} bins of ${bin} ms` });
  }
  const power = new Float64Array(segment / 2 + 1);
  let segments = 0;
  for (let start = 0; start + segment <= signal.length; start += segment / 2) {
    addPeriodogram(power, signal.subarray(start, start + segment));
    segments++;
  }
  // Hann's squared weights average 3/8; one-sided, so both halves count except at the ends.
  const scale = bin / 1000 / (segment * 0.375 * segments);
  const frequencies = new Float64Array(power.length);
  for (let k = 0; k < power.length; k++) {
    const sides = k === 0 || k === segment / 2 ? 1 : 2;
    power[k] = (power[k] as number) * scale * sides;
    frequencies[k] = (k * 1000) / (segment * bin);
  }
  return { frequencies, power, segments };
}

function addPeriodogram(power: Float64Array, segment: Float64Array): void {
  const n = segment.length;
  const mean = segment.reduce((sum, value) => sum + value, 0) / n;
  const real = segment.map(
    (value, i) => (value - mean) * 0.5 * (1 - Math.cos((2 * Math.PI * i) / n)),
  );
  const imaginary = new Float64Array(n);
  fourierTransform(real, imaginary);
  for (let k = 0; k < power.length; k++) {
    const squared = (real[k] as number) ** 2 + (imaginary[k] as number) ** 2;
    power[k] = (power[k] as number) + squared;
  }
}

const names: OptionNames<FrequencyOptions> = {
  window: true,
  bin: true,
  segment: true,
  above: true,
};

/**
 * Find the dominant frequency of a population's activity.
 *
 * The highest point of the rate histogram's Welch spectrum, refined by a parabola through the
 * logarithms of it and its neighbours.
 */
export function dominantFrequency(
  series: SpikeSeries,
  options: FrequencyOptions,
): DominantFrequency {
  checkOptionNames(options, names, "dominantFrequency");
  const { window, bin = 1 } = options;
  const whole = Math.floor((window.until - window.from) / bin + 1e-6);
  const { rates } = rateHistogram(series, window, bin);
  if (whole < 8) {
    const got = `${whole} bins of ${bin} ms`;
    throw PLOT_BINS({ place: "the window", expected: "at least 8 whole bins", got });
  }
  const segment = options.segment ?? largestPowerOfTwo(whole / 2);
  const { frequencies, power } = powerSpectrum(rates.subarray(0, whole), bin, segment);
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

function largestPowerOfTwo(most: number): number {
  let power = 1;
  while (power * 2 <= most) power *= 2;
  return power;
}

function checkPowerOfTwo(place: string, value: number): void {
  if (largestPowerOfTwo(value) === value && value >= 2 && value <= 2 ** 26) return;
  throw PLOT_BINS({ place, expected: "a power of two from 2", got: String(value) });
}
