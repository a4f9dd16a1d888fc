import { cos, exp, log, sin } from "./elementary.ts";

/** Bandwidth of a fourth-order auditory filter, relative to the equivalent rectangular bandwidth. */
const width = 1.019;

/** Scale on which auditory filters are evenly spaced; equation 4 of Glasberg and Moore. */
const numberOfBands = (frequency: number): number => log(1 + 0.00437 * frequency) / log(10);

/** Space centre frequencies in Hz evenly on the auditory scale, lowest first. */
export function bandCentres(count: number, low: number, high: number): Float64Array {
  const [from, to] = [numberOfBands(low), numberOfBands(high)];
  return Float64Array.from({ length: count }, (_, k) => {
    const share = count === 1 ? 0 : k / (count - 1);
    return (exp((from + share * (to - from)) * log(10)) - 1) / 0.00437;
  });
}

/** Equivalent rectangular bandwidth at a frequency, both in Hz; equation 3 of Glasberg and Moore. */
export function equivalentBandwidth(frequency: number): number {
  return 24.7 * (0.00437 * frequency + 1);
}

/** A filter that processes one sample at a time. */
export type Filter = (sample: number) => number;

/**
 * Create a fourth-order gammatone filter: four complex one-pole filters in series.
 *
 * Its gain is 1 at the centre frequency. `rate` is the sampling rate; frequencies are in Hz.
 */
export function gammatone(centre: number, rate: number): Filter {
  const decay = exp((-2 * Math.PI * width * equivalentBandwidth(centre)) / rate);
  const angle = (2 * Math.PI * centre) / rate;
  const [re, im] = [decay * cos(angle), decay * sin(angle)];
  // The real part of the filtered signal has half the amplitude of a real tone.
  const share = 1 - decay;
  const gain = 2 * share * share * share * share;
  const state = new Float64Array(8);
  return (sample) => {
    let [x, y] = [gain * sample, 0];
    for (let stage = 0; stage < 8; stage += 2) {
      const [a, b] = [state[stage] ?? 0, state[stage + 1] ?? 0];
      [x, y] = [x + re * a - im * b, y + re * b + im * a];
      state[stage] = x;
      state[stage + 1] = y;
    }
    return x;
  };
}
