import { formatNumber } from "./ticks.ts";

/** Digits that a number such as 31.622776601683793 is rounded to, if that tells it from its neighbours. */
const FEWEST_DIGITS = 3;
/** Digits up to which a number is written in full: 12.5, 1000.25. */
const FULL_DIGITS = 6;

/**
 * Write ascending values as labels that differ from each other.
 *
 * Short decimals are written in full, others with three significant digits or as many as it takes.
 */
export function formatValues(ascending: Float64Array): readonly string[] {
  for (let digits = FEWEST_DIGITS; digits < 17; digits++) {
    const texts = Array.from(ascending, (value) => formatNumber(rounded(value, digits)));
    if (new Set(texts).size === texts.length) return texts;
  }
  return Array.from(ascending, formatNumber);
}

function rounded(value: number, digits: number): number {
  const short = Number(value.toPrecision(FULL_DIGITS));
  const isShort = Math.abs(value - short) <= 1e-9 * Math.abs(value);
  return isShort ? short : Number(value.toPrecision(digits));
}
