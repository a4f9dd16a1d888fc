import type { Precision } from "../../src/functions/operations.ts";

/** Draws the arguments of one call. */
export type Draw = (random: () => number, precision: Precision) => readonly number[];

/** Evenly from low to high. */
const even =
  (low: number, high: number): Draw =>
  (random) => [low + (high - low) * random()];

/** All magnitudes equally likely, with either sign. */
const sizes =
  (low: number, high: number): Draw =>
  (random) => [
    Math.exp(Math.log(low) + (Math.log(high) - Math.log(low)) * random()) *
      (random() < 0.5 ? -1 : 1),
  ];

const positive =
  (f64: readonly [number, number], f32: readonly [number, number]): Draw =>
  (random, precision) => {
    const [low, high] = precision === "f64" ? f64 : f32;
    return [Math.abs(sizes(low, high)(random, precision)[0]!)];
  };

const exponents =
  (f64: readonly [number, number], f32: readonly [number, number]): Draw =>
  (random, precision) =>
    even(...(precision === "f64" ? f64 : f32))(random, precision);

const allPositive = positive([1e-300, 1e300], [1e-37, 1e38]);
const angles = [
  even(-4, 4),
  even(-1e4, 1e4),
  sizes(1e-20, 1e9),
  positive([1e9, 1e307], [4e3, 3e38]),
];
// The remainder of a rounded multiple of pi / 2 has as many leading zeros as the number has digits. The
// first number comes closest to a multiple of all (J.-M. Muller, Elementary Functions, 2016).
const nearMultiples: Draw = (random, precision) => {
  const nearest = precision === "f64" ? 6381956970095103 * 2 ** 797 : 16367173 * 2 ** 72;
  return [random() < 0.01 ? nearest : Math.round(random() * 1e6) * (Math.PI / 2)];
};

function powers(random: () => number, precision: Precision): readonly number[] {
  const wide = random() < 0.5;
  const x = wide ? Math.exp(-10 + 20 * random()) : 1 + (random() - 0.5) * 0.01;
  const most = Math.min((precision === "f64" ? 700 : 80) / Math.abs(Math.log(x)), 1e5);
  return [x, (2 * random() - 1) * most];
}

/** What each function is measured on. */
export const ranges: Readonly<Record<string, readonly Draw[]>> = {
  arccos: [even(-1, 1), even(0.99, 1), even(-1, -0.99)],
  arcsin: [even(-1, 1), sizes(1e-20, 1)],
  arctan: [even(-4, 4), sizes(1e-20, 1e20)],
  cos: [...angles, nearMultiples],
  cosh: [even(-1, 1), exponents([-710, 710], [-89, 89])],
  exp: [even(-1, 1), exponents([-708, 709], [-87, 88]), exponents([-745, -708], [-103, -87])],
  expm1: [even(-1, 1), exponents([-50, 709], [-20, 88]), sizes(1e-20, 1)],
  exprel: [even(-1, 1), exponents([-800, 715], [-200, 92]), sizes(1e-20, 1)],
  log: [even(0.5, 2), allPositive, positive([1e-320, 1e-300], [1e-44, 1e-37])],
  log10: [even(0.5, 2), allPositive, positive([1e-320, 1e-300], [1e-44, 1e-37])],
  log1p: [even(-0.9, 1), positive([1e-20, 1e300], [1e-20, 1e38]), even(-1, -0.9)],
  power: [powers, powers],
  sin: [...angles, nearMultiples],
  sinh: [even(-1, 1), exponents([-710, 710], [-89, 89]), sizes(1e-20, 1)],
  tan: [...angles, nearMultiples],
  tanh: [even(-1, 1), even(-25, 25), sizes(1e-20, 1)],
};
