import { findUnit, toInternal, type Unit } from "@spikeloom/units";
import { number } from "./build.ts";
import { mapChildren } from "./children.ts";
import type { Expression } from "./expression.ts";

// A single letter is far more often a gating variable than a unit, and `am` a rate rather than an
// attometre: Brian2 leaves these out of equations as well.
const ordinaryName = /^(?:.|[ad](?:.|Hz|Pa|Wb|ohm|Ohm)[23]?|c(?!m[23]?$)(?:.|Hz|Pa|Wb)[23]?)$/;

/**
 * Find the unit that a name denotes inside an equation.
 *
 * `m`, `s`, `V`, `am` are plain names there.
 */
export function findEquationUnit(name: string): Unit | undefined {
  return ordinaryName.test(name) ? undefined : findUnit(name);
}

// Brian2's unit names that no variable can have; a variable's name hides any other unit.
const symbols: ReadonlySet<string> = new Set([
  ...["ms", "us", "Hz", "kHz", "MHz", "mV", "mA", "uA", "nA", "pA", "uF", "nF", "pF", "uS", "nS"],
  ...["cm", "cm2", "cm3", "mm", "mm2", "mm3", "um", "um2", "um3", "mM", "uM", "nM"],
]);
const words = [
  ...["metre", "meter", "gram", "gramme", "kilogram", "kilogramme", "second", "amp", "ampere"],
  ...["kelvin", "mol", "mole", "candle", "volt", "siemens", "ohm", "farad", "coulomb", "hertz"],
  ...["joule", "watt", "newton", "pascal", "weber", "tesla", "henry", "molar", "radian"],
];
const spelledOut = new RegExp(`^[afpnumcdkMGT]?(?:${words.join("|")})[23]?$`);

/** Test whether a name is always a unit: no variable can have it. */
export function isReservedUnit(name: string): boolean {
  return symbols.has(name) || (spelledOut.test(name) && findEquationUnit(name) !== undefined);
}

/** Return the value of one unit in the internal system: 1 for mV, 1000 for nA. */
export function unitValue(unit: Unit): number {
  return toInternal({ value: 1, unit });
}

/** Replace unit names by their internal values; declared names take precedence. */
export function inlineUnits(e: Expression, isDeclared: (name: string) => boolean): Expression {
  if (e.kind !== "name") return mapChildren(e, (part) => inlineUnits(part, isDeclared));
  if (isDeclared(e.name)) return e;
  const unit = findEquationUnit(e.name);
  return unit === undefined ? e : number(unitValue(unit), e);
}
