import type { Expression } from "@spikeloom/equations";
import { binary, number, select } from "../tree.ts";
import type { Lowering } from "./lowering.ts";

/**
 * Give what of the summed weights of a step arrives at a variable.
 *
 * An integer takes whole numbers: of a sum that a synapse model makes fractional, the fraction is cut off.
 */
export function arrivingAt(state: Lowering, variable: string, sum: Expression): Expression {
  const isInteger = state.reader.model.state.get(variable)?.type === "integer";
  return isInteger ? { kind: "call", name: "int", args: [sum] } : sum;
}

/**
 * Give what a variable holds once it is set: an integer of stated width stays in its range.
 *
 * The rule is written in ordinary expressions, exact for whole numbers below 2^53, so that all targets agree
 * bit for bit. What saturates stays at the end of its range, what wraps goes on modulo 2^bits.
 */
export function withinWidth(state: Lowering, variable: string, value: Expression): Expression {
  const width = state.reader.model.state.get(variable)?.width;
  if (width === undefined) return value;
  const span = 2 ** width.bits;
  const least = width.signed ? -span / 2 : 0;
  if (width.overflow === "saturate") {
    const args = [value, number(least), number(least + span - 1)];
    return { kind: "call", name: "clip", args };
  }
  const rest = binary("modulo", value, number(span));
  if (!width.signed) return rest;
  const kept = state.let(`${variable}.rest`, rest);
  const isBelow = binary("less", kept, number(span / 2));
  return select(isBelow, kept, binary("subtract", kept, number(span)));
}
