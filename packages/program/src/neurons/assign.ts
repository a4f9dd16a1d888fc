import { type Expression, substitute } from "@spikeloom/equations";
import { binary, name, number, select } from "../tree.ts";
import type { Values, Writer } from "./draft.ts";
import type { Assignments, FormState, NeuronForm } from "./neuron-form.ts";

/** Variables to change at a point of a step. */
export interface Assigning {
  readonly states: NeuronForm["states"];
  readonly values: Values;
  /** Choose between the new and the old value of a variable; the new one by default. */
  choose?(variable: string, next: Expression, old: Expression): Expression;
}

/** Change variables simultaneously: all right-hand sides read the old values. */
export function assign(
  writer: Writer,
  assignments: Assignments,
  { states, values, choose = (_, next) => next }: Assigning,
): Values {
  const changed = [...assignments].map(([variable, side]) => {
    const next = withinWidth(writer, variable, {
      state: states.get(variable),
      value: substitute(side, values),
    });
    return [
      variable,
      writer.let(variable, choose(variable, next, valueIn(values, variable))),
    ] as const;
  });
  return new Map([...values, ...changed]);
}

/** Current value of a variable. */
export function valueIn(values: Values, variable: string): Expression {
  return values.get(variable) ?? name(variable);
}

/** New value of a state. */
interface StateValue {
  readonly state: FormState | undefined;
  readonly value: Expression;
}

/**
 * Wrap or clamp the new value of an integer state to its declared width.
 *
 * The rule is written in ordinary expressions, exact for whole numbers below 2^53, so that all targets agree bit for bit.
 * Saturation clamps to the range, wrapping is modulo 2^bits.
 */
export function withinWidth(
  writer: Writer,
  variable: string,
  { state, value }: StateValue,
): Expression {
  const width = state?.width;
  if (width === undefined) return value;
  const span = 2 ** width.bits;
  const least = width.signed ? -span / 2 : 0;
  if (width.overflow === "saturate") {
    const args = [value, number(least), number(least + span - 1)];
    return { kind: "call", name: "clip", args };
  }
  const rest = binary("modulo", value, number(span));
  if (!width.signed) return rest;
  const kept = writer.let(`${variable}.rest`, rest);
  const isBelow = binary("less", kept, number(span / 2));
  return select(isBelow, kept, binary("subtract", kept, number(span)));
}
