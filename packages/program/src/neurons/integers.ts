import type { Expression } from "@spikeloom/equations";
import { binary, number, select } from "../tree.ts";
import type { Lowering } from "./lowering.ts";

/**
 * Convert the summed weights of a step to the increment of a variable.
 *
 * An integer state takes whole numbers: the fraction of a sum, as a synapse model can produce, is truncated.
 */
export function arrivingAt(state: Lowering, variable: string, sum: Expression): Expression {
  const isInteger = state.reader.model.state.get(variable)?.type === "integer";
  return isInteger ? { kind: "call", name: "int", args: [sum] } : sum;
}

/**
 * Wrap or clamp the new value of an integer state to its declared width.
 *
 * The rule is written in ordinary expressions, exact for whole numbers below 2^53, so that all targets agree bit for bit.
 * Saturation clamps to the range, wrapping is modulo 2^bits.
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
