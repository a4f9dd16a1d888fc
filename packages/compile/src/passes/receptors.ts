import { affineIn, type Expression, freeNames } from "@spikeloom/equations";
import { NONLINEAR_RECEPTOR } from "../errors.ts";
import { binary, name, number } from "./tree.ts";

/** A receptor whose arriving weights can be summed: each variable grows by `scale` times the sum. */
export interface LinearReceptor {
  readonly receptor: string;
  readonly scales: ReadonlyMap<string, Expression>;
}

/**
 * Show that a receptor is linear, so that the weights of one step may be summed first.
 *
 * Each assignment must have the form `x + scale * weight`, where the scale reads no variable that
 * the same event changes. Throws `SL_NONLINEAR_RECEPTOR` otherwise.
 */
export function linearReceptor(
  model: string,
  receptor: string,
  on: ReadonlyMap<string, Expression>,
): LinearReceptor {
  const changed = new Set(on.keys());
  const scales = new Map<string, Expression>();
  for (const [variable, value] of on) {
    const form = affineIn(value, new Set(["weight"]));
    const scale = form?.coefficients.get("weight") ?? number(0);
    const rest = form?.constant;
    const reads = freeNames(scale);
    const isLinear =
      rest?.kind === "name" &&
      rest.name === variable &&
      ![...changed].some((other) => reads.has(other));
    if (!isLinear) throw NONLINEAR_RECEPTOR({ model, receptor, variable });
    scales.set(variable, scale);
  }
  return { receptor, scales };
}

/** What a variable becomes when a sum of weights has arrived. */
export function arrived(value: Expression, scale: Expression, sum: string): Expression {
  if (scale.kind === "number" && scale.value === 1) return binary("add", value, name(sum));
  return binary("add", value, binary("multiply", scale, name(sum)));
}
