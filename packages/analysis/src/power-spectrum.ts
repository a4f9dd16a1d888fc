import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_BINS } from "./errors.ts";
import { checkPowerOfTwo, fourierTransform } from "./fourier-transform.ts";

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
  /** Number of segments averaged. */
  readonly segments: number;
}

/** Sampling interval and Welch segment of a spectrum. */
export interface SpectrumOptions {
  /** Sampling interval in ms. */
  readonly bin: number;
  /** Values per segment: a power of two, at most the length of the signal. */
  readonly segment: number;
}

const names: OptionNames<SpectrumOptions> = {
  bin: "the sampling interval in ms",
  segment: "a power of two",
};

/**
 * Estimate a power spectrum by Welch's method (doi:10.1109/TAU.1967.1161901).
 *
 * Segments overlap by half; each is mean-subtracted and weighted with a periodic Hann window.
 */
export function powerSpectrum(signal: Float64Array, options: SpectrumOptions): PowerSpectrum {
  checkOptionNames(options, names, "powerSpectrum", ["bin", "segment"]);
  const { bin, segment } = options;
  checkPowerOfTwo("segment", segment);
  if (segment > signal.length || !(bin > 0 && bin < Infinity)) {
    const expected = `a segment of at most ${signal.length} bins above 0 ms wide`;
    throw ANALYSIS_BINS({ place: "segment", expected, got: `${segment} bins of ${bin} ms` });
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
