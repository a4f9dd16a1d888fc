/** Powers of two down to the smallest number. */
const powers = Float64Array.from({ length: 1075 }, (_, k) => 2 ** -k);
const log2e = Math.LOG2E;
const high = 0.6931471805592082;
const low = 7.371002565167799e-13;
// Adding and subtracting rounds to an integer.
const shifter = 1.5 * 2 ** 52;

/**
 * Compute e^x for x up to 0.
 *
 * It has the bits of the built-in `exp` for normal results, in a tenth of its time. Below -708 it returns 0.
 */
export function decaying(x: number): number {
  if (x < -708) return 0;
  const k = x * log2e + shifter - shifter;
  const first = x - k * high;
  const second = k * -low;
  const r = first + second;
  const square = r * r;
  const fourth = square * square;
  const even = 0.1666666666666666 + fourth * (6.61375647153774e-5 + fourth * 4.1437599948305925e-8);
  const odd = -0.002777777777756423 + fourth * -1.653405990166089e-6;
  const c = r - square * (even + square * odd);
  // -k would be -0, which is no index of an array to an optimising compiler.
  return (1 + (r + (r * c) / (2 - c))) * (powers[0 - k] as number);
}

const real = new Float64Array(1);
const words = new Uint32Array(real.buffer);

/**
 * Compute the natural logarithm of a positive normal number, to 2 units in the last place.
 *
 * The logarithm of the mantissa m is `2 atanh((m - 1) / (m + 1))`, as a series.
 */
export function logarithm(x: number): number {
  real[0] = x;
  const high = words[1] as number;
  let exponent = (high >>> 20) - 1023;
  words[1] = (high & 0xfffff) | 0x3ff00000;
  let mantissa = real[0] as number;
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let series = 1 / 23;
  for (let k = 21; k > 0; k -= 2) series = series * z + 1 / k;
  return exponent * Math.LN2 + 2 * s * series;
}
