import { parseUnit } from "@spikeloom/units";

/** A unit as named by NWB. */
export interface SiUnit {
  readonly unit: string;
  /** Factor from our unit to it. */
  readonly conversion: number;
}

/** Unit names as spelled in NWB's schema. */
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

/** Convert a model's unit to one that NWB names; others are unchanged. */
export function siUnit(text: string): SiUnit {
  const { dimension, exponent, factor } = parseUnit(text);
  const of = JSON.stringify(dimension);
  const found = Object.entries(names).find(
    ([name]) => JSON.stringify(parseUnit(name).dimension) === of,
  );
  if (found === undefined) return { unit: text, conversion: 1 };
  // Parsing the decimal form gives the float nearest to the power of ten.
  return { unit: found[1], conversion: factor * Number(`1e${exponent}`) };
}
