// The reference: exp of a matrix of doubles by its Taylor series in fixed point with 1400 bits.
const bits = 1400n;

function toFixed(value: number): bigint {
  if (value === 0) return 0n;
  let exponent = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent += 1;
  }
  return (BigInt(mantissa) << bits) >> BigInt(exponent);
}

function toDouble(value: bigint): number {
  const size = value < 0n ? -value : value;
  const extra = size.toString(2).length - 64;
  const shifted = extra > 0 ? Number(size >> BigInt(extra)) * 2 ** 0 : Number(size);
  const exponent = (extra > 0 ? extra : 0) - Number(bits);
  // Two factors, so that neither underflows before the product does.
  const half = Math.trunc(exponent / 2);
  return (value < 0n ? -1 : 1) * shifted * 2 ** half * 2 ** (exponent - half);
}

function product(a: readonly bigint[], b: readonly bigint[], n: number): bigint[] {
  return a.map((_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    let sum = 0n;
    for (let m = 0; m < n; m++) sum += (a[i * n + m] ?? 0n) * (b[m * n + j] ?? 0n);
    return sum >> bits;
  });
}

/** exp(a) of an n by n matrix, every entry correct to far more digits than a double has. */
export function exactExponential(a: Float64Array, n: number): number[] {
  const halvings = 12n;
  const scaled = [...a].map((entry) => toFixed(entry) >> halvings);
  const one = scaled.map((_, k) => (k % (n + 1) === 0 ? 1n << bits : 0n));
  let term = one;
  let sum = one;
  for (let k = 1n; k < 400n && term.some((entry) => entry !== 0n); k++) {
    term = product(term, scaled, n).map((entry) => entry / k);
    sum = sum.map((entry, m) => entry + (term[m] ?? 0n));
  }
  for (let k = 0n; k < halvings; k++) sum = product(sum, sum, n);
  return sum.map(toDouble);
}
