/**
 * Exponents of kg, m, s, A, K, mol and cd; they may be fractional.
 *
 * In this order: `s^-0.5` is `[0, 0, -0.5, 0, 0, 0, 0]`.
 */
export type Dimension = readonly [
  kilogram: number,
  metre: number,
  second: number,
  ampere: number,
  kelvin: number,
  mole: number,
  candela: number,
];

/** The dimension of a pure number. */
export const dimensionless: Dimension = [0, 0, 0, 0, 0, 0, 0];

// Thirds and fifths have no exact double; 1/3 + 1/3 + 1/3 still has to be 1.
const TOLERANCE = 1e-9;

/** Test whether two dimensions are equal up to rounding of fractions. */
export function sameDimension(a: Dimension, b: Dimension): boolean {
  return a.every((exponent, i) => Math.abs(exponent - at(b, i)) <= TOLERANCE);
}

/** Return the dimension of a product. */
export function multiplyDimensions(a: Dimension, b: Dimension): Dimension {
  return map(a, (exponent, i) => exponent + at(b, i));
}

/** Return the dimension of a quotient. */
export function divideDimensions(a: Dimension, b: Dimension): Dimension {
  return map(a, (exponent, i) => exponent - at(b, i));
}

/** Return the dimension of a power; the exponent may be fractional. */
export function powerDimension(a: Dimension, exponent: number): Dimension {
  return map(a, (own) => own * exponent);
}

/** Round to the nearest integer if the difference is only rounding error. */
export function settle(exponent: number): number {
  const nearest = Math.round(exponent);
  return Math.abs(exponent - nearest) <= TOLERANCE ? nearest + 0 : exponent;
}

function map(a: Dimension, change: (exponent: number, index: number) => number): Dimension {
  const [kg, m, s, ampere, kelvin, mol, cd] = a;
  return [
    settle(change(kg, 0)),
    settle(change(m, 1)),
    settle(change(s, 2)),
    settle(change(ampere, 3)),
    settle(change(kelvin, 4)),
    settle(change(mol, 5)),
    settle(change(cd, 6)),
  ];
}

function at(dimension: Dimension, index: number): number {
  return dimension[index] ?? 0;
}
