import { cos, sin } from "./elementary.ts";

/**
 * Create a finite low-pass filter: a windowed sinc whose taps sum to 1.
 *
 * `cutoff` is relative to the sampling rate, from 0 to 0.5; the window is Hamming's.
 */
export function lowPass(taps: number, cutoff: number): Float64Array {
  const middle = (taps - 1) / 2;
  const raw = Float64Array.from({ length: taps }, (_, k) => {
    const x = k - middle;
    const sinc = x === 0 ? 2 * cutoff : sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    const window = taps === 1 ? 1 : 0.54 - 0.46 * cos((2 * Math.PI * k) / (taps - 1));
    return sinc * window;
  });
  const sum = raw.reduce((total, one) => total + one, 0);
  return raw.map((one) => one / sum);
}
