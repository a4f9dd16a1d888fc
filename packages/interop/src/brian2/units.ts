import {
  allInUnit,
  behind,
  type Numbers,
  numbersCode,
  oneIfAlike,
  type Python,
} from "@spikeloom/simulate/scripts";
import { type Dimension, parseUnit } from "@spikeloom/units";
import type { Brian2Task } from "./task.ts";

/** Units that have the same name in Brian2. */
const same: ReadonlySet<string> = new Set(
  "ms us mV uV pA nA uA nS uS mS pF nF uF kohm Mohm Gohm Hz kHz um mm cm".split(" "),
);

/** Names of base units in Brian2, in the order of our dimensions: kg m s A K mol cd. */
const bases = ["kilogram", "metre", "second", "amp", "kelvin", "mole", "candela"] as const;
/** Our names in the same order. */
const ours = ["kg", "m", "s", "A", "K", "mol", "cd"] as const;

const known: readonly (readonly [string, string])[] = [
  ["V", "volt"],
  ["A", "amp"],
  ["S", "siemens"],
  ["F", "farad"],
  ["ohm", "ohm"],
  ["s", "second"],
  ["Hz", "Hz"],
  ["m", "metre"],
];

/** A unit as declared in Brian2 equations, in base units only. */
export function declaredUnit(unit: string): string {
  return declaredDimension(parseUnit(unit).dimension);
}

/** The same for a dimension. */
export function declaredDimension(dimension: Dimension): string {
  const found = known.find(([text]) => isSame(parseUnit(text).dimension, dimension));
  if (found !== undefined) return found[1];
  const parts = dimension.flatMap((power, k) => {
    if (power === 0) return [];
    const base = bases[k] ?? "";
    return [power === 1 ? base : `${base}**${power}`];
  });
  return parts.length === 0 ? "1" : parts.join("*");
}

function isSame(a: Dimension, b: Dimension): boolean {
  return a.every((power, k) => power === b[k]);
}

/** One of our units, and the same unit in Brian2. */
export interface WrittenUnit {
  readonly ours: string;
  readonly theirs: string;
}

/** Choose how values are written: in their unit if Brian2 has it, otherwise in base units. */
export function writtenUnit(unit: string): WrittenUnit {
  if (same.has(unit)) return { ours: unit, theirs: unit };
  const { dimension } = parseUnit(unit);
  const named = known.find(([text]) => isSame(parseUnit(text).dimension, dimension));
  if (named !== undefined) return { ours: named[0], theirs: named[1] };
  const parts = dimension.flatMap((power, k) => (power === 0 ? [] : [`${ours[k]}^${power}`]));
  const text = parts.length === 0 ? "1" : parts.join("*");
  return { ours: text, theirs: declaredDimension(dimension) };
}

/** Write internal values with their unit, as a literal or as an array next to the script. */
export function quantityCode(
  task: Brian2Task,
  name: string,
  { values, unit }: { readonly values: Numbers; readonly unit: string },
): Python {
  const written = writtenUnit(unit);
  const numbers = numbersCode(task, name, oneIfAlike(allInUnit(values, written.ours)));
  return written.theirs === "1" ? numbers : behind(numbers, `*${factor(written.theirs)}`);
}

function factor(unit: string): string {
  return /^\w+$/.test(unit) ? unit : `(${unit})`;
}
