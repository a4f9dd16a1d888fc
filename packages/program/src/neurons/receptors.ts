import { affineIn, type Expression, freeNames } from "@spikeloom/equations";
import { NONLINEAR_RECEPTOR } from "../errors.ts";
import { binary, number } from "../tree.ts";

/** A receptor whose arriving weights can be summed: each variable is incremented by `scale` times the sum. */
export interface LinearReceptor {
  readonly receptor: string;
  readonly scales: ReadonlyMap<string, Expression>;
}

/**
 * Verify that a receptor is linear, so that the weights of one step may be summed first.
 *
 * Each assignment must have the form `x + scale * weight`, where the scale reads no variable that the same event changes. Throws
 * `SL_NONLINEAR_RECEPTOR` otherwise.
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

/** Compute the new value of a variable after a sum of weights has arrived. */
export function arrived(value: Expression, scale: Expression, sum: Expression): Expression {
  return binary("add", value, scaled(scale, sum));
}

/** Compute the new value of a variable incremented in its step, adding the input to the increment first. */
export function arrivedInIncrement(
  step: Increment,
  scale: Expression,
  sum: Expression,
): Expression {
  return binary("add", step.from, binary("add", step.by, scaled(scale, sum)));
}

/** A step of the form `from + by`, where `from` is the old value of the variable. */
export interface Increment {
  readonly from: Expression;
  readonly by: Expression;
}

/** Express a step as an increment of `variable`; undefined if it has another form, such as a decay. */
export function incrementOf(variable: string, step: Expression): Increment | undefined {
  if (step.kind !== "add" || step.left.kind !== "name") return undefined;
  return step.left.name === variable ? { from: step.left, by: step.right } : undefined;
}

function scaled(scale: Expression, sum: Expression): Expression {
  if (scale.kind === "number" && scale.value === 1) return sum;
  return binary("multiply", scale, sum);
}
