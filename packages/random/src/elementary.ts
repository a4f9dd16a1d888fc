// Math.log and Math.exp differ between machines in the last bit, and one bit decides a spike. These use only
// +, -, *, / in a fixed order. The series are the Taylor series themselves, long enough for doubles.

const float = new Float64Array(1);
const word = new Uint32Array(float.buffer);
// The index of the word with sign and exponent.
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

// ln 2 in two parts: the upper one has 33 bits, so that its product with any exponent is exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
// Mantissas from 1 + SPLIT / 2^20 on, just above sqrt(2), are halved.
const SPLIT = 0x6a09f;
const TWO_54 = 18014398509481984;

/** Compute the natural logarithm to 1 ulp, with the same bits on every machine. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const subnormal = x < 2.2250738585072014e-308;
  float[0] = subnormal ? x * TWO_54 : x;
  const high = word[HIGH] as number;
  const fraction = high & 0xfffff;
  // Bring the mantissa into [sqrt(1/2), sqrt(2)), where the series is shortest.
  const halve = fraction >= SPLIT ? 1 : 0;
  const k = (high >>> 20) - 1023 + halve - (subnormal ? 54 : 0);
  word[HIGH] = fraction | ((1023 - halve) << 20);
  const f = float[0] - 1;
  // log(1 + f) = 2 artanh(s) = f - (f^2/2 - s (f^2/2 + rest)), s = f / (2 + f).
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  const rest = artanhRest(s * s);
  return k * LN2_HIGH - (half - (s * (half + rest) + k * LN2_LOW) - f);
}

/** Sum 2 z/3 + 2 z^2/5 + ..., for z up to 0.0295. */
function artanhRest(z: number): number {
  let sum = 2 / 23;
  sum = 2 / 21 + z * sum;
  sum = 2 / 19 + z * sum;
  sum = 2 / 17 + z * sum;
  sum = 2 / 15 + z * sum;
  sum = 2 / 13 + z * sum;
  sum = 2 / 11 + z * sum;
  sum = 2 / 9 + z * sum;
  sum = 2 / 7 + z * sum;
  sum = 2 / 5 + z * sum;
  sum = 2 / 3 + z * sum;
  return z * sum;
}

/** Compute log(1 + x) without loss for small x. */
export function log1p(x: number): number {
  const u = 1 + x;
  // The rounding error of u cancels in log(u) / (u - 1).
  return u === 1 ? x : (log(u) * x) / (u - 1);
}

/** Compute e^x to 1 ulp in the normal range, with the same bits on every machine. */
export function exp(x: number): number {
  if (!(x < 709.782712893384)) return x > 0 ? Number.POSITIVE_INFINITY : x;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x / Math.LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  let sum = 1 / 6227020800;
  sum = 1 / 479001600 + r * sum;
  sum = 1 / 39916800 + r * sum;
  sum = 1 / 3628800 + r * sum;
  sum = 1 / 362880 + r * sum;
  sum = 1 / 40320 + r * sum;
  sum = 1 / 5040 + r * sum;
  sum = 1 / 720 + r * sum;
  sum = 1 / 120 + r * sum;
  sum = 1 / 24 + r * sum;
  sum = 1 / 6 + r * sum;
  sum = 1 / 2 + r * sum;
  return scale(1 + (r * r * sum - low + high), k);
}

/** Multiply by 2^k in two steps, so that subnormal results are correct too. */
function scale(x: number, k: number): number {
  const first = Math.floor(k / 2);
  return x * powerOfTwo(first) * powerOfTwo(k - first);
}

function powerOfTwo(k: number): number {
  word[1 - HIGH] = 0;
  word[HIGH] = (1023 + k) << 20;
  return float[0] as number;
}

// 17! is the last factorial below that a double holds with room to spare; Stirling takes over at 17.
const LOG_FACTORIALS: Float64Array = listLogFactorials(17);
const HALF_LOG_2PI = 0.9189385332046728;

/** Compute log(k!) for an integer k >= 0, to about 1e-15 relative. */
export function logFactorial(k: number): number {
  const known = LOG_FACTORIALS[k];
  if (known !== undefined) return known;
  // Stirling's series; the first term left out is below 1e-16 from k = 17 on.
  const z = 1 / (k * k);
  const tail = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188))))) / k;
  return (k + 0.5) * log(k) - k + (HALF_LOG_2PI + tail);
}

function listLogFactorials(length: number): Float64Array {
  const list = new Float64Array(length);
  let factorial = 1;
  for (let k = 1; k < length; k++) {
    factorial *= k;
    list[k] = log(factorial);
  }
  return list;
}
