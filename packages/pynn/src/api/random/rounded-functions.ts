// Exponential and logarithm, correctly rounded except for about one argument in 2^40, so that draws are equal on
// every machine; computed as sums of two doubles (Dekker 1971, doi:10.1007/BF01397083).

/** An unevaluated sum of two doubles; the second is below half a unit of the first. */
type Pair = readonly [high: number, low: number];

// ln 2 in three parts: products of the first with whole numbers up to 2^20 are exact.
const LN2: readonly [number, number, number] = [
  0.6931471803691238, 1.9082149292705877e-10, 1.1612227229362532e-26,
];
const SPLITTER = 134217729;
const HALVINGS = 6;
const TERMS = 9;

/** Compute e^x, rounded correctly. */
export function roundedExp(x: number): number {
  return expOf([x, 0]);
}

/** Compute the natural logarithm, rounded correctly. */
export function roundedLog(x: number): number {
  const [high, low] = logPair(x);
  return high + low;
}

/** Compute x^y of x > 0, rounded correctly. */
export function roundedPower(x: number, y: number): number {
  if (x === 0) return y === 0 ? 1 : 0;
  return expOf(times(logPair(x), [y, 0]));
}

function expOf(x: Pair): number {
  if (!(Math.abs(x[0]) < 700)) return Math.exp(x[0]);
  const [k, power] = expPair(x);
  return (power[0] + power[1]) * 2 ** k;
}

// One Newton step from the machine's logarithm; its square is far below the last bit.
function logPair(x: number): Pair {
  const guess = Math.log(x);
  if (!Number.isFinite(guess)) return [guess, 0];
  const [k, power] = expPair([-guess, 0]);
  // Powers of two in two steps: 2^k alone may overflow.
  const half = Math.trunc(k / 2);
  const [high, low] = times(power, [x * 2 ** half, 0]);
  const rest = 2 ** (k - half);
  return sumOf(guess, high * rest - 1 + low * rest);
}

/** e^x as 2^k times a pair near 1. */
function expPair(x: Pair): readonly [number, Pair] {
  const k = Math.round(x[0] / Math.LN2);
  const scale = 2 ** -HALVINGS;
  const r = plus(plus(sumOf(x[0] - k * LN2[0], x[1]), product(-k, LN2[1])), [-k * LN2[2], 0]);
  const small: Pair = [r[0] * scale, r[1] * scale];
  let sum: Pair = [1, 0];
  for (let n = TERMS; n >= 1; n--) sum = plus([1, 0], over(times(small, sum), n));
  for (let n = 0; n < HALVINGS; n++) sum = times(sum, sum);
  return [k, sum];
}

function sumOf(a: number, b: number): Pair {
  const high = a + b;
  const part = high - a;
  return [high, a - (high - part) + (b - part)];
}

function product(a: number, b: number): Pair {
  const high = a * b;
  const [a1, a2] = split(a);
  const [b1, b2] = split(b);
  return [high, a1 * b1 - high + a1 * b2 + a2 * b1 + a2 * b2];
}

function split(a: number): Pair {
  const wide = SPLITTER * a;
  const high = wide - (wide - a);
  return [high, a - high];
}

function plus(a: Pair, b: Pair): Pair {
  const [high, low] = sumOf(a[0], b[0]);
  return sumOf(high, low + a[1] + b[1]);
}

function times(a: Pair, b: Pair): Pair {
  const [high, low] = product(a[0], b[0]);
  return sumOf(high, low + a[0] * b[1] + a[1] * b[0]);
}

function over(a: Pair, n: number): Pair {
  const high = a[0] / n;
  const [back, error] = product(high, n);
  return sumOf(high, (a[0] - back - error + a[1]) / n);
}
