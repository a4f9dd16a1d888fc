/** A unit as it is drawn, and what values are multiplied by to be in it. */
export interface DisplayUnit {
  readonly unit: string;
  readonly factor: number;
}

/**
 * Units of the size of a neuron for those of equations, whose values are tiny numbers.
 *
 * Other units stay as they are.
 */
const displayed: Readonly<Record<string, DisplayUnit>> = {
  V: { unit: "mV", factor: 1e3 },
  A: { unit: "nA", factor: 1e9 },
  S: { unit: "nS", factor: 1e9 },
  F: { unit: "pF", factor: 1e12 },
  s: { unit: "ms", factor: 1e3 },
  ohm: { unit: "Mohm", factor: 1e-6 },
};

/** Give the unit in which values are drawn. */
export function displayUnit(unit: string): DisplayUnit {
  return Object.hasOwn(displayed, unit) ? (displayed[unit] as DisplayUnit) : { unit, factor: 1 };
}

/** Turn values into the unit in which they are drawn. */
export function inDisplayUnit(values: Float64Array, unit: string): Float64Array {
  const { factor } = displayUnit(unit);
  return factor === 1 ? values : values.map((value) => value * factor);
}
