/** Unit of a plot, and the factor that converts values to it. */
export interface DisplayUnit {
  readonly unit: string;
  readonly factor: number;
}

const millivolt = { unit: "mV", factor: 1e3 };
const nanoampere = { unit: "nA", factor: 1e9 };
const nanosiemens = { unit: "nS", factor: 1e9 };
const picofarad = { unit: "pF", factor: 1e12 };
const millisecond = { unit: "ms", factor: 1e3 };

/**
 * Units suited to neurons for SI units, in which values are tiny numbers.
 *
 * Units may be written out, as in equations. All others stay as they are.
 */
const displayed: Readonly<Record<string, DisplayUnit>> = {
  V: millivolt,
  volt: millivolt,
  A: nanoampere,
  amp: nanoampere,
  ampere: nanoampere,
  S: nanosiemens,
  siemens: nanosiemens,
  F: picofarad,
  farad: picofarad,
  s: millisecond,
  second: millisecond,
  ohm: { unit: "Mohm", factor: 1e-6 },
};

/** Return the unit in which values are drawn. */
export function displayUnit(unit: string): DisplayUnit {
  return Object.hasOwn(displayed, unit) ? (displayed[unit] as DisplayUnit) : { unit, factor: 1 };
}

/** Convert values to the unit in which they are drawn. */
export function inDisplayUnit(values: Float64Array, unit: string): Float64Array {
  const { factor } = displayUnit(unit);
  return factor === 1 ? values : values.map((value) => value * factor);
}
