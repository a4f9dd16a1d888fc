import {
  formatDimension,
  parseQuantity,
  parseUnit,
  type Quantity,
  sameDimension,
  toInternal,
} from "@spikeloom/units";
import { NML_QUANTITY } from "./errors.ts";

/** Parts of which the names of NeuroML's units are made, such as `nS_per_mV`, and what they are called here. */
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
 * Write a quantity of NeuroML as it is written here: `-70mV` as `-70 mV`, `2per_s` as `2 1/s`.
 *
 * Digits stay as they are. Degrees Celsius become kelvin; a number without a unit stays one.
 */
export function quantityText(text: string, place: string): string {
  const [, digits, unit] = quantity.exec(text) ?? refuse(text, place);
  if (digits === undefined || unit === undefined) return refuse(text, place);
  if (!Number.isFinite(Number(digits))) return refuse(text, place);
  if (unit === "") return digits;
  // To nine decimals, as the sum of two short numbers is none in binary.
  if (unit === "degC") return `${Number((Number(digits) + zeroCelsius).toFixed(9))} K`;
  return `${digits} ${unitText(unit) ?? refuse(text, place)}`;
}

const quantity = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([A-Za-z0-9_]*)\s*$/;

/**
 * Read a quantity of NeuroML as a number of the units that simulations have.
 *
 * `like` is a unit of the kind that is expected, or `1` for a plain number.
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

/** What stands behind a number that is in the unit of simulations as it is. */
const plainEnds: ReadonlyMap<string, string> = new Map([
  ["1", ""],
  ["ms", "ms"],
]);

/**
 * Read the number of a text such as `0.25` or `1.5ms`, where it is in the unit of simulations; undefined for others.
 *
 * Big files have millions of them; `quantityNumber` gives the same.
 */
export function plainNumber(text: string, like: string): number | undefined {
  const unit = plainEnds.get(like);
  if (unit === undefined || !text.endsWith(unit)) return undefined;
  const end = text.length - unit.length;
  for (let k = 0; k < end; k++) {
    const code = text.charCodeAt(k);
    // Digits, a point, signs and exponents: of these alone NeuroML and JavaScript make the same numbers.
    const isPart = (code >= 48 && code <= 57) || code === 46 || code === 45 || code === 43;
    if (!isPart && code !== 101 && code !== 69) return undefined;
  }
  const value = end === 0 ? Number.NaN : Number(unit === "" ? text : text.slice(0, end));
  return Number.isFinite(value) ? value : undefined;
}

/** The name here of a unit of NeuroML: factors joined by `_`, divisors after `per`. */
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
  throw NML_QUANTITY({ place, expected: "a number and a unit of NeuroML", got });
}
