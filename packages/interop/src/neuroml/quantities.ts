import {
  formatDimension,
  parseQuantity,
  parseUnit,
  type Quantity,
  sameDimension,
  toInternal,
} from "@spikeloom/units";
import { NML_QUANTITY } from "./errors.ts";

/** Parts of NeuroML unit names such as `nS_per_mV`, and our equivalents. */
const names: ReadonlyMap<string, string> = new Map([
  ...["s", "ms", "us", "Hz", "kHz", "V", "mV", "S", "mS", "uS", "nS", "pS", "F", "uF", "nF"].map(
    same,
  ),
  ...["pF", "A", "uA", "nA", "pA", "ohm", "kohm", "Mohm", "m", "cm", "um", "m2", "cm2"].map(same),
  ...["um2", "m3", "cm3", "um3", "litre", "M", "mM", "mol", "umol", "amol", "K", "C"].map(same),
  ...["pC", "J", "fJ"].map(same),
  ["min", "minute"],
  ["hour", "hour"],
]);

function same(name: string): readonly [string, string] {
  return [name, name];
}

const zeroCelsius = 273.15;

/**
 * Convert the syntax of a NeuroML quantity: `-70mV` to `-70 mV`, `2per_s` to `2 1/s`.
 *
 * Digits are unchanged. Degrees Celsius become kelvin; a number without unit is unchanged.
 */
export function quantityText(text: string, place: string): string {
  const [, digits, unit] = quantity.exec(text) ?? refuse(text, place);
  if (digits === undefined || unit === undefined) return refuse(text, place);
  if (!Number.isFinite(Number(digits))) return refuse(text, place);
  if (unit === "") return digits;
  // Rounded to nine decimals, because the binary sum of two short decimals is not short.
  if (unit === "degC") return `${Number((Number(digits) + zeroCelsius).toFixed(9))} K`;
  return `${digits} ${unitText(unit) ?? refuse(text, place)}`;
}

const quantity = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([A-Za-z0-9_]*)\s*$/;

/**
 * Read a NeuroML quantity as a number in internal units.
 *
 * `like` is a unit of the expected dimension, or `1` for a plain number.
 */
export function quantityNumber(text: string, like: string, place: string): number {
  const found: Quantity = parseQuantity(quantityText(text, place));
  const wanted = parseUnit(like).dimension;
  if (!sameDimension(found.unit.dimension, wanted)) {
    const expected = like === "1" ? "a number without a unit" : formatDimension(wanted);
    throw NML_QUANTITY({ place, expected, got: JSON.stringify(text) });
  }
  return toInternal(found);
}

/** Suffixes of numbers that are in internal units already. */
const plainEnds: ReadonlyMap<string, string> = new Map([
  ["1", ""],
  ["ms", "ms"],
]);

/**
 * Parse a number such as `0.25` or `1.5ms` that is in internal units; undefined for others.
 *
 * Large files contain millions of them; the result equals that of `quantityNumber`.
 */
export function plainNumber(text: string, like: string): number | undefined {
  const unit = plainEnds.get(like);
  if (unit === undefined || !text.endsWith(unit)) return undefined;
  const end = text.length - unit.length;
  for (let k = 0; k < end; k++) {
    const code = text.charCodeAt(k);
    // Digits, point, signs and exponent: only for these do NeuroML and JavaScript agree.
    const isPart = (code >= 48 && code <= 57) || code === 46 || code === 45 || code === 43;
    if (!isPart && code !== 101 && code !== 69) return undefined;
  }
  const value = end === 0 ? Number.NaN : Number(unit === "" ? text : text.slice(0, end));
  return Number.isFinite(value) ? value : undefined;
}

/** Convert the name of a NeuroML unit: factors joined by `_`, divisors after `per`. */
function unitText(unit: string): string | undefined {
  let text = "";
  let sign = "";
  for (const part of unit.split("_")) {
    if (part === "per") {
      text ||= "1";
      sign = "/";
      continue;
    }
    const name = names.get(part);
    if (name === undefined) return undefined;
    text += text === "" ? name : `${sign || "*"}${name}`;
    sign = "";
  }
  return sign === "" ? text : undefined;
}

function refuse(text: string, place: string): never {
  const got = JSON.stringify(text.slice(0, 80));
  throw NML_QUANTITY({ place, expected: "a number with a NeuroML unit", got });
}
