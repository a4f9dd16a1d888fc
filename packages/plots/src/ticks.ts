/** Numbers along an axis: `step` apart, as `texts` once divided by the axis's factor. */
export interface Ticks {
  readonly values: readonly number[];
  readonly texts: readonly string[];
}

/** Smallest of 1, 2, 5 times a power of ten that is at least `least` (above 0). */
export function niceStep(least: number): number {
  const exponent = exponentOf(least);
  for (const [mantissa, shift] of [[1, 0] as const, [2, 0] as const, [5, 0] as const]) {
    const step = Number(`${mantissa}e${exponent + shift}`);
    if (step >= least) return step;
  }
  return Number(`1e${exponent + 1}`);
}

/**
 * Choose round tick values in [from, until], as many as fit.
 *
 * `fits` sees each candidate, densest first; when none fits, the axis has no ticks.
 */
export function chooseTicks(
  range: { readonly from: number; readonly until: number; readonly factor: number },
  most: number,
  fits: (ticks: Ticks) => boolean,
): Ticks {
  const from = range.from / range.factor;
  const until = range.until / range.factor;
  let previous = 0;
  for (let count = most; count >= 1; count--) {
    const step = niceStep((until - from) / count);
    if (step === previous) continue;
    previous = step;
    const ticks = ticksAt(from, until, step);
    const scaled = { texts: ticks.texts, values: ticks.values.map((v) => v * range.factor) };
    if (fits(scaled)) return scaled;
  }
  return { values: [], texts: [] };
}

/** Choose powers of ten in [from, until], above 0, as many as fit. */
export function chooseDecades(
  { from, until }: { readonly from: number; readonly until: number },
  most: number,
  fits: (ticks: Ticks) => boolean,
): Ticks {
  const lowest = exponentOf(from) + (Number(`1e${exponentOf(from)}`) < from * (1 - 1e-9) ? 1 : 0);
  const highest = exponentOf(until);
  for (let every = 1; every <= 1 + highest - lowest; every++) {
    const first = Math.ceil(lowest / every) * every;
    const count = Math.max(0, Math.floor((highest - first) / every) + 1);
    const powers = Array.from({ length: count }, (_, k) => first + k * every);
    const ticks = {
      values: powers.map((power) => Number(`1e${power}`)),
      texts: powers.map((power) => (power === 0 ? "1" : power === 1 ? "10" : `10${raise(power)}`)),
    };
    if (count <= most && fits(ticks)) return ticks;
  }
  return { values: [], texts: [] };
}

/** Give the exponent of the decimal text: exact on every machine, unlike a logarithm. */
function exponentOf(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

function raise(exponent: number): string {
  return [...`${exponent}`].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)] ?? "⁻").join("");
}

function ticksAt(from: number, until: number, step: number): Ticks {
  const values: number[] = [];
  // The slack lets a tick fall on an end that rounding has moved by an ulp.
  const last = Math.floor(until / step + 1e-6);
  for (let i = Math.ceil(from / step - 1e-6); i <= last && values.length < 100; i++) {
    values.push(Number((i * step).toPrecision(12)) + 0);
  }
  const size = Math.max(Math.abs(from), Math.abs(until));
  return { values, texts: values.map((value) => formatTick(value, step, size)) };
}

function formatTick(value: number, step: number, size: number): string {
  if (size >= 1e6 || size < 1e-3) return formatPower(value, step);
  const exponent = exponentOf(step);
  return value.toFixed(Math.min(12, Math.max(0, -exponent))).replace("-", "−");
}

function formatPower(value: number, step: number): string {
  if (value === 0) return "0";
  const digits = exponentOf(Math.abs(value)) - exponentOf(step);
  const [mantissa, exponent] = value.toExponential(Math.min(12, Math.max(0, digits))).split("e");
  return `${mantissa?.replace("-", "−")}×10${raise(Number(exponent))}`;
}
