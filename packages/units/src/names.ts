import { type Dimension, dimensionless } from "./dimension.ts";

/** Table row: all spellings of a unit, and its SI equivalent. */
export interface NamedUnit {
  /** Short spellings first; each takes every prefix unless `prefixes` is false. */
  readonly names: readonly string[];
  readonly dimension: Dimension;
  /** Decimal exponent relative to SI: -3 for the gram. */
  readonly exponent?: number;
  /** For units other than powers of ten: 60 for the minute. */
  readonly factor?: number;
  readonly prefixes?: false;
}

/** Prefix and decimal exponent; micro is `u`, the micro sign U+00B5 or the Greek letter U+03BC. */
export const prefixes: readonly (readonly [prefix: string, exponent: number])[] = [
  ["a", -18],
  ["f", -15],
  ["p", -12],
  ["n", -9],
  ["u", -6],
  ["\u00b5", -6],
  ["\u03bc", -6],
  ["m", -3],
  ["c", -2],
  ["d", -1],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
];

/** All units; a name that no row yields, with or without a prefix, is invalid. */
export const namedUnits: readonly NamedUnit[] = [
  { names: ["m", "metre", "meter"], dimension: [0, 1, 0, 0, 0, 0, 0] },
  { names: ["g", "gram", "gramme"], dimension: [1, 0, 0, 0, 0, 0, 0], exponent: -3 },
  { names: ["kilogram", "kilogramme"], dimension: [1, 0, 0, 0, 0, 0, 0], prefixes: false },
  { names: ["s", "second"], dimension: [0, 0, 1, 0, 0, 0, 0] },
  { names: ["minute"], dimension: [0, 0, 1, 0, 0, 0, 0], factor: 60, prefixes: false },
  { names: ["hour"], dimension: [0, 0, 1, 0, 0, 0, 0], factor: 3600, prefixes: false },
  { names: ["A", "amp", "ampere"], dimension: [0, 0, 0, 1, 0, 0, 0] },
  { names: ["K", "kelvin"], dimension: [0, 0, 0, 0, 1, 0, 0] },
  { names: ["mol", "mole"], dimension: [0, 0, 0, 0, 0, 1, 0] },
  { names: ["cd", "candela", "candle"], dimension: [0, 0, 0, 0, 0, 0, 1] },
  { names: ["V", "volt"], dimension: [1, 2, -3, -1, 0, 0, 0] },
  { names: ["S", "siemens"], dimension: [-1, -2, 3, 2, 0, 0, 0] },
  { names: ["ohm", "Ohm", "\u03a9", "\u2126"], dimension: [1, 2, -3, -2, 0, 0, 0] },
  { names: ["F", "farad"], dimension: [-1, -2, 4, 2, 0, 0, 0] },
  { names: ["C", "coulomb"], dimension: [0, 0, 1, 1, 0, 0, 0] },
  { names: ["Hz", "hertz"], dimension: [0, 0, -1, 0, 0, 0, 0] },
  { names: ["J", "joule"], dimension: [1, 2, -2, 0, 0, 0, 0] },
  { names: ["W", "watt"], dimension: [1, 2, -3, 0, 0, 0, 0] },
  { names: ["N", "newton"], dimension: [1, 1, -2, 0, 0, 0, 0] },
  { names: ["Pa", "pascal"], dimension: [1, -1, -2, 0, 0, 0, 0] },
  { names: ["Wb", "weber"], dimension: [1, 2, -2, -1, 0, 0, 0] },
  { names: ["T", "tesla"], dimension: [1, 0, -2, -1, 0, 0, 0] },
  { names: ["H", "henry"], dimension: [1, 2, -2, -2, 0, 0, 0] },
  { names: ["M", "molar"], dimension: [0, -3, 0, 0, 0, 1, 0], exponent: 3 },
  { names: ["l", "L", "litre", "liter"], dimension: [0, 3, 0, 0, 0, 0, 0], exponent: -3 },
  { names: ["rad", "radian"], dimension: dimensionless },
];
