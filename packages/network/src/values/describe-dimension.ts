import { type Dimension, formatDimension, parseUnit, sameDimension } from "@spikeloom/units";

// Each with its most common unit.
const words: readonly (readonly [word: string, unit: string])[] = [
  ["a plain number", "1"],
  ["a time", "ms"],
  ["a voltage", "mV"],
  ["a current", "nA"],
  ["a conductance", "nS"],
  ["a capacitance", "pF"],
  ["a resistance", "Mohm"],
  ["a rate", "Hz"],
  ["a length", "um"],
  ["a charge", "pC"],
];

/** Name a dimension and a unit of it: `a time, such as ms`. */
export function describeDimension(dimension: Dimension, unit?: string): string {
  const found = words.find(([, own]) => sameDimension(parseUnit(own).dimension, dimension));
  if (found === undefined) return `a quantity in units of ${unit ?? formatDimension(dimension)}`;
  const [word, own] = found;
  return own === "1" ? word : `${word}, such as ${unit ?? own}`;
}

/** Return the most common unit of a dimension. */
export function usualUnit(dimension: Dimension): string {
  const found = words.find(([, own]) => sameDimension(parseUnit(own).dimension, dimension));
  return found?.[1] ?? formatDimension(dimension);
}
