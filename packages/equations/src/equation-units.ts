import { findUnit, toInternal, type Unit } from "@spikeloom/units";
import { number } from "./build.ts";
import { mapChildren } from "./children.ts";
import type { Expression } from "./expression.ts";

// One letter is a gating variable far more often than a unit, and `am` a rate rather than an
// attometre: Brian2 leaves these out of equations as well.
const ordinaryName = /^(?:.|[ad](?:.|Hz|Pa|Wb|ohm|Ohm)[23]?|c(?!m[23]?$)(?:.|Hz|Pa|Wb)[23]?)$/;

/**
 * Find the unit that a name means inside an equation.
 *
 * `m`, `s`, `V`, `am` are plain names there.
 */
export function findEquationUnit(name: string): Unit | undefined {
  return ordinaryName.test(name) ? undefined : findUnit(name);
}

/** Give the value of one of a unit in the internal system: 1 for mV, 1000 for nA. */
export function unitValue(unit: Unit): number {
  return toInternal({ value: 1, unit });
}

/** Replace unit names by their internal values; declared names win. */
export function inlineUnits(e: Expression, isDeclared: (name: string) => boolean): Expression {
  if (e.kind !== "name") return mapChildren(e, (part) => inlineUnits(part, isDeclared));
  if (isDeclared(e.name)) return e;
  const unit = findEquationUnit(e.name);
  return unit === undefined ? e : number(unitValue(unit), e);
}
