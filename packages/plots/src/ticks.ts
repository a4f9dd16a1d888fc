/** Values along an axis, and their labels. */
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
 * `fits` receives candidates from the densest on; if none fits, the axis has no ticks.
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

/**
 * Choose round tick values on an axis of logarithms, as many as fit.
 *
 * Powers of ten if the axis has at least three of them, otherwise 1, 2 and 5 times powers of ten, otherwise evenly
 * spaced values. Both ends must have the same sign.
 */
export function chooseFactors(
  range: { readonly from: number; readonly until: number },
  most: number,
  fits: (ticks: Ticks) => boolean,
): Ticks {
  const isNegative = range.until < 0;
  const [from, until] = isNegative ? [-range.until, -range.from] : [range.from, range.until];
  const placed = (ticks: Ticks): Ticks => (isNegative ? mirrored(ticks) : ticks);
  const fitting = (ticks: Ticks): boolean => fits(placed(ticks));
  const lowest = exponentOf(from) + (Number(`1e${exponentOf(from)}`) < from * (1 - 1e-9) ? 1 : 0);
  const highest = exponentOf(until);
  if (highest - lowest < 2) {
    const between = oneTwoFive(from, until);
    if (between.values.length > 2 && between.values.length <= most && fitting(between)) {
      return placed(between);
    }
  }
  if (highest - lowest < 1) return placed(chooseTicks({ from, until, factor: 1 }, most, fitting));
  for (let every = 1; every <= 1 + highest - lowest; every++) {
    const first = Math.ceil(lowest / every) * every;
    const count = Math.max(0, Math.floor((highest - first) / every) + 1);
    const powers = Array.from({ length: count }, (_, k) => first + k * every);
    const ticks = {
      values: powers.map((power) => Number(`1e${power}`)),
      texts: powers.map((power) => (power === 0 ? "1" : power === 1 ? "10" : `10${raise(power)}`)),
    };
    if (count <= most && fitting(ticks)) return placed(ticks);
  }
  return { values: [], texts: [] };
}

function mirrored({ values, texts }: Ticks): Ticks {
  return {
    values: values.map((value) => -value + 0).reverse(),
    texts: texts.map((text) => (text === "0" ? text : `−${text}`)).reverse(),
  };
}

/** List 1, 2 and 5 times powers of ten. */
function oneTwoFive(from: number, until: number): Ticks {
  const [values, texts]: [number[], string[]] = [[], []];
  for (let exponent = exponentOf(from); exponent <= exponentOf(until); exponent++) {
    for (const mantissa of [1, 2, 5]) {
      const value = Number(`${mantissa}e${exponent}`);
      if (value < from * (1 - 1e-9) || value > until * (1 + 1e-9)) continue;
      values.push(value);
      texts.push(formatTick(value, Number(`1e${exponent}`), until));
    }
  }
  return { values, texts };
}

/** Read the exponent from the decimal text, which is exact on every machine, unlike a logarithm. */
function exponentOf(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

function raise(exponent: number): string {
  return [...`${exponent}`].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)] ?? "⁻").join("");
}

function ticksAt(from: number, until: number, step: number): Ticks {
  const values: number[] = [];
  // The slack allows a tick at an end that rounding has moved by an ulp.
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

/** Write a number as axes do: with a minus sign, and a power of ten if it is very large or small. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const isPlain = value === 0 || (size >= 1e-3 && size < 1e6);
  const text = isPlain ? String(value + 0) : powerText(value.toExponential());
  return text.replace("-", "−");
}

function formatPower(value: number, step: number): string {
  if (value === 0) return "0";
  const digits = exponentOf(Math.abs(value)) - exponentOf(step);
  return powerText(value.toExponential(Math.min(12, Math.max(0, digits)))).replace("-", "−");
}

/** Write what `toExponential` gives with a raised exponent. */
function powerText(text: string): string {
  const [mantissa, exponent] = text.split("e");
  return `${mantissa}×10${raise(Number(exponent))}`;
}
