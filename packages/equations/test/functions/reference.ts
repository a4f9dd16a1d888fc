/**
 * Elementary functions in exact integer arithmetic, to some 250 bits.
 *
 * Deliberately slow and simple: series after argument reduction, independent of the code under test.
 */

/** m * 2^e. */
export interface Big {
  readonly m: bigint;
  readonly e: number;
}

const bits = 320;
const one = 1n << BigInt(bits);

const view = new DataView(new ArrayBuffer(8));

/** A finite double, exactly. */
export function big(x: number): Big {
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const exponent = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  return { m: x < 0 ? -size : size, e: Math.max(exponent, 1) - 1075 };
}

const shift = (m: bigint, by: number): bigint => (by >= 0 ? m << BigInt(by) : m >> BigInt(-by));
const abs = (m: bigint): bigint => (m < 0n ? -m : m);
/** Fixed point with `fraction` bits. */
const fixed = ({ m, e }: Big, fraction = bits): bigint => shift(m, e + fraction);
const loose = (m: bigint): Big => ({ m, e: -bits });
const multiply = (a: bigint, b: bigint): bigint => (a * b) >> BigInt(bits);
const divide = (a: bigint, b: bigint): bigint => (a << BigInt(bits)) / b;

const length = (m: bigint): number => abs(m).toString(16).length * 4;

/** Exact product. */
const times = (a: Big, b: Big): Big => ({ m: a.m * b.m, e: a.e + b.e });

/** Exact sum. */
function plus(a: Big, b: Big): Big {
  const e = Math.min(a.e, b.e);
  return { m: shift(a.m, a.e - e) + shift(b.m, b.e - e), e };
}

/** Quotient to some 300 bits. */
function over(a: Big, b: Big): Big {
  const extra = 320 + length(b.m) - length(a.m);
  const more = Math.max(0, extra);
  return { m: (a.m << BigInt(more)) / b.m, e: a.e - b.e - more };
}

function root(m: bigint): bigint {
  if (m === 0n) return 0n;
  let x = 1n << BigInt((length(m) >> 1) + 2);
  for (;;) {
    const next = (x + m / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** atan(1 / n) with `fraction` bits. */
function inverseTangent(n: bigint, fraction: number): bigint {
  let power = (1n << BigInt(fraction)) / n;
  let sum = 0n;
  for (let k = 1n, sign = 1n; power !== 0n; k += 2n, sign = -sign) {
    sum += (sign * power) / k;
    power /= n * n;
  }
  return sum;
}

const piBits = 1600;
// Machin's formula.
const pi = 16n * inverseTangent(5n, piBits) - 4n * inverseTangent(239n, piBits);
const halfPi = pi >> BigInt(piBits - bits + 1);

/** ln(1 + s) - ln(1 - s) for small s. */
function inverseTanhTwice(s: bigint): bigint {
  const square = multiply(s, s);
  let power = s;
  let sum = 0n;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = multiply(power, square);
  }
  return 2n * sum;
}

const ln2 = inverseTanhTwice(one / 3n);
const ln10 = 3n * ln2 + inverseTanhTwice(divide(one, 9n * one));

/** The series of e^r for small r. */
function exponentialSeries(r: bigint): bigint {
  let term = one;
  let sum = 0n;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = multiply(term, r) / k;
  }
  return sum;
}

/** e^x. */
function expBig(x: Big): Big {
  const value = fixed(x);
  const k = (2n * value + ln2) / (2n * ln2) - (2n * value + ln2 < 0n ? 1n : 0n);
  let y = exponentialSeries((value - k * ln2) >> 6n);
  for (let i = 0; i < 6; i++) y = multiply(y, y);
  return { m: y, e: Number(k) - bits };
}

/** ln(x) for x > 0. */
function logBig(x: Big): Big {
  const k = length(x.m) + x.e;
  let m = fixed({ m: x.m, e: x.e - k });
  let shifted = k;
  while (m < (one * 3n) / 4n) {
    m *= 2n;
    shifted--;
  }
  return loose(inverseTanhTwice(divide(m - one, m + one)) + BigInt(shifted) * ln2);
}

function sineCosine(x: Big): { sin: bigint; cos: bigint } {
  const half = pi >> 1n;
  const value = fixed(x, piBits);
  let q = value / half;
  let rest = value - q * half;
  if (rest < 0n) {
    rest += half;
    q--;
  }
  const r = rest >> BigInt(piBits - bits);
  const square = multiply(r, r);
  let [sine, cosine] = [0n, 0n];
  let term = one;
  for (let k = 0n; term !== 0n && term !== -1n; k += 2n) {
    cosine += term;
    const odd = multiply(term, r) / (k + 1n);
    sine += odd;
    term = -(multiply(term, square) / ((k + 1n) * (k + 2n)));
  }
  const turned: readonly [bigint, bigint][] = [
    [sine, cosine],
    [cosine, -sine],
    [-sine, -cosine],
    [-cosine, sine],
  ];
  const [sin, cos] = turned[Number(((q % 4n) + 4n) % 4n)]!;
  return { sin, cos };
}

function arctangent(x: bigint): bigint {
  let t = x;
  for (let i = 0; i < 4; i++) t = divide(t, one + root(one * one + t * t));
  const square = multiply(t, t);
  let power = t;
  let sum = 0n;
  for (let k = 1n, sign = 1n; power !== 0n && power !== -1n; k += 2n, sign = -sign) {
    sum += (sign * power) / k;
    power = multiply(power, square);
  }
  return 16n * sum;
}

const oneBig: Big = { m: 1n, e: 0 };
const minus = ({ m, e }: Big): Big => ({ m: -m, e });
const half = (x: Big): Big => ({ m: x.m, e: x.e - 1 });

function arcsine(x: Big): bigint {
  const value = fixed(x);
  const rest = root(one * one - value * value);
  return rest === 0n ? (value > 0n ? halfPi : -halfPi) : arctangent(divide(value, rest));
}

/** Reference values by the name of the function. */
export const references: Readonly<Record<string, (...args: readonly Big[]) => Big>> = {
  exp: (x) => expBig(x!),
  log: (x) => logBig(x!),
  log10: (x) => over(logBig(x!), loose(ln10)),
  log1p: (x) => logBig(plus(x!, oneBig)),
  expm1: (x) => plus(expBig(x!), minus(oneBig)),
  exprel: (x) => over(plus(expBig(x!), minus(oneBig)), x!),
  sin: (x) => loose(sineCosine(x!).sin),
  cos: (x) => loose(sineCosine(x!).cos),
  tan(x) {
    const { sin, cos } = sineCosine(x!);
    return over(loose(sin), loose(cos));
  },
  sinh: (x) => half(plus(expBig(x!), minus(expBig(minus(x!))))),
  cosh: (x) => half(plus(expBig(x!), expBig(minus(x!)))),
  tanh(x) {
    const square = expBig(plus(x!, x!));
    return over(plus(square, minus(oneBig)), plus(square, oneBig));
  },
  arcsin: (x) => loose(arcsine(x!)),
  arccos: (x) => loose(halfPi - arcsine(x!)),
  arctan: (x) => loose(arctangent(fixed(x!))),
  power: (x, y) => expBig(times(logBig(x!), y!)),
};

/** The distance of y from the exact value in units in its last place. */
export function ulps(y: number, exact: Big, precision: "f64" | "f32"): number {
  const [digits, least] = precision === "f64" ? [53, -1074] : [24, -149];
  const size = abs(exact.m);
  const top = size === 0n ? -5000 : size.toString(2).length + exact.e;
  const unit = Math.max(top - digits, least);
  const difference = plus(big(y), minus(exact));
  // In 2^-20 of a unit: enough digits, few enough to be a number.
  return Number(shift(abs(difference.m), difference.e - unit + 20)) / 2 ** 20;
}
