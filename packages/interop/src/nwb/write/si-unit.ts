import { parseUnit } from "@spikeloom/units";

/** A unit as NWB names it. */
export interface SiUnit {
  readonly unit: string;
  /** How many of it one of ours is. */
  readonly conversion: number;
}

/** Names of units as NWB's schema writes them. */
const names: Readonly<Record<string, string>> = {
  V: "volts",
  A: "amperes",
  S: "siemens",
  F: "farads",
  ohm: "ohms",
  s: "seconds",
  Hz: "hertz",
  "1": "1",
};

/** Turn a unit that a model declares into one that NWB names; others stay as they are. */
export function siUnit(text: string): SiUnit {
  const { dimension, exponent, factor } = parseUnit(text);
  const of = JSON.stringify(dimension);
  const found = Object.entries(names).find(
    ([name]) => JSON.stringify(parseUnit(name).dimension) === of,
  );
  if (found === undefined) return { unit: text, conversion: 1 };
  // The nearest number to a power of ten is what its digits say.
  return { unit: found[1], conversion: factor * Number(`1e${exponent}`) };
}
