import { type Expression, freeNames, substitute } from "@spikeloom/equations";
import type { LeadingScheme } from "@spikeloom/kernel";
import { INTEGRATOR_MISFIT } from "../errors.ts";
import { type SchemeInput, schemeStep } from "./scheme.ts";

/** Right-hand sides, or values, of variables. */
export type System = ReadonlyMap<string, Expression>;

/** Solves linear systems. */
export interface Exact {
  isLinear(dynamics: System): boolean;
  /** Return the values of a linear system some milliseconds later. */
  step(dynamics: System, dt: number): System;
}

/** A scheme with leading variables, and the solver for the linear part of the others. */
export interface StaggeredInput extends SchemeInput {
  readonly leading: LeadingScheme;
  readonly exact: Exact;
}

/**
 * Expand a scheme with leading variables: these first, then all others with their new values.
 *
 * Linear equations among the others that only read each other are solved exactly.
 */
export function staggeredStep(input: StaggeredInput, index: number): System {
  const { scheme, model, leading, exact, dynamics, dt, start } = input;
  const isLeading = (variable: string): boolean => leading.variables.includes(variable);
  const part = (wanted: (variable: string) => boolean): System =>
    new Map([...dynamics].filter(([variable]) => wanted(variable)));
  const first = part(isLeading);
  if (first.size === 0) {
    const reason = `it lacks ${leading.variables.join(" or ")}, which is advanced first`;
    throw INTEGRATOR_MISFIT({ model, integrator: scheme.name, reason });
  }
  const own = independent(dynamics, { isLinear: exact.isLinear, isLeading });
  const block = part((variable) => own.has(variable));
  const later = (span: number): System => (block.size === 0 ? block : exact.step(block, span));
  const solved = later(dt);
  const meanwhile = leading.others === "middle" ? later(dt / 2) : [];
  const leadingScheme = { ...scheme, stages: leading.stages ?? {}, update: leading.update };
  const led = advance({ ...input, scheme: leadingScheme }, index, {
    dynamics: first,
    others: new Map([...start, ...meanwhile]),
  });
  const rest = part((variable) => !isLeading(variable) && !own.has(variable));
  const others = new Map([...start, ...solved, ...led]);
  return new Map([...led, ...solved, ...advance(input, index, { dynamics: rest, others })]);
}

/** Advance some variables with the others held at given values. */
function advance(
  input: SchemeInput,
  index: number,
  { dynamics, others }: { readonly dynamics: System; readonly others: System },
): System {
  if (dynamics.size === 0) return dynamics;
  const frozen = new Map([...others].filter(([variable]) => !dynamics.has(variable)));
  const sides = new Map([...dynamics].map(([text, side]) => [text, substitute(side, frozen)]));
  return schemeStep({ ...input, dynamics: sides, start: others }, index);
}

/** Find the variables with linear equations that read only each other. */
export function independent(
  dynamics: System,
  {
    isLinear,
    isLeading = () => false,
  }: Pick<Exact, "isLinear"> & { readonly isLeading?: (variable: string) => boolean },
): ReadonlySet<string> {
  const own = new Map([...dynamics].filter(([variable]) => !isLeading(variable)));
  for (const [variable, side] of own) {
    if (!isLinear(new Map([[variable, side]]))) own.delete(variable);
  }
  for (let size = -1; size !== own.size; ) {
    size = own.size;
    for (const [variable, side] of own) {
      const readsOthers = [...freeNames(side)].some((text) => dynamics.has(text) && !own.has(text));
      if (readsOthers) own.delete(variable);
    }
  }
  return new Set(own.keys());
}
