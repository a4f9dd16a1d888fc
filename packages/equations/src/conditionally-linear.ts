import { affineIn } from "./affine.ts";
import { number } from "./build.ts";
import type { Expression } from "./expression.ts";

/** `slope * name + offset`, where neither part reads the name. */
export interface ConditionallyLinear {
  readonly slope: Expression;
  readonly offset: Expression;
}

/**
 * Split a right-hand side that is linear in one variable, else undefined.
 *
 * All other variables are held constant.
 */
export function conditionallyLinear(e: Expression, name: string): ConditionallyLinear | undefined {
  const form = affineIn(e, new Set([name]));
  if (form === undefined) return undefined;
  return { slope: form.coefficients.get(name) ?? number(0), offset: form.constant };
}
