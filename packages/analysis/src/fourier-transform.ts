import { ANALYSIS_BINS } from "./errors.ts";

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
    throw ANALYSIS_BINS({ place: "imaginary part", expected: `${n} values`, got });
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

/** Return the largest power of two up to a number. */
export function largestPowerOfTwo(most: number): number {
  let power = 1;
  while (power * 2 <= most) power *= 2;
  return power;
}

/** Refuse anything but a power of two of at least 2. */
export function checkPowerOfTwo(place: string, value: number): void {
  if (largestPowerOfTwo(value) === value && value >= 2 && value <= 2 ** 26) return;
  throw ANALYSIS_BINS({ place, expected: "a power of two from 2", got: String(value) });
}
