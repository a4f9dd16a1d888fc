import { SpikeLoomError } from "@spikeloom/kernel";
import { type Dimension, findUnit, parseQuantity, toInternal } from "@spikeloom/units";
import { constantValue } from "./builtin-names.ts";
import { checkBoolean, dimensionOf } from "./dimensions.ts";
import { unitValue } from "./equation-units.ts";
import { quantityInvalid } from "./errors.ts";
import { evaluate } from "./evaluate.ts";
import type { FunctionTable } from "./function-table.ts";
import { parseExpression } from "./parse-expression.ts";

/** A value in the internal system with its dimension. */
export interface QuantityValue {
  readonly value: number;
  readonly dimension: Dimension;
}

/** Meanings of the names and functions in a quantity. */
export interface QuantityContext {
  readonly scope?: ((name: string) => QuantityValue | undefined) | undefined;
  /** As for `evaluate`. */
  readonly functions?: FunctionTable | undefined;
  readonly place?: string | undefined;
}

/**
 * Compute a quantity from text: `20 ms`, `-70 mV + 5*mV`, `1 nA / 5`.
 *
 * A number directly before a unit is one quantity and binds tighter than any operator. Unlike in equations, one-letter units are
 * recognised; declared names take precedence.
 */
export function evaluateQuantity(text: string, context: QuantityContext = {}): QuantityValue {
  return plainQuantity(text) ?? computeQuantity(text, context);
}

function plainQuantity(text: string): QuantityValue | undefined {
  try {
    const quantity = parseQuantity(text);
    return { value: toInternal(quantity), dimension: quantity.unit.dimension };
  } catch (error) {
    // Text that is not a plain quantity may still be an expression, whose errors point to the column.
    if (error instanceof SpikeLoomError) return undefined;
    throw error;
  }
}

function computeQuantity(text: string, context: QuantityContext): QuantityValue {
  const { place, functions } = context;
  const e = parseExpression(text, { place, juxtaposition: true });
  const known = (name: string): QuantityValue | undefined =>
    context.scope?.(name) ?? unitQuantity(name);
  const source = { place, text };
  const scope = (name: string): Dimension | undefined => known(name)?.dimension;
  const dimension = dimensionOf(e, scope, source);
  const value = evaluate(e, { scope: (name) => known(name)?.value, functions, source });
  if (!Number.isNaN(value) && !checkBoolean(e, scope, source)) return { value, dimension };
  const message = Number.isNaN(value)
    ? "The value of this quantity is not a number."
    : "This is a condition, not a quantity.";
  throw quantityInvalid({ text, at: 0, place, message, next: "Write a number with its unit." });
}

function unitQuantity(name: string): QuantityValue | undefined {
  const unit = constantValue(name) === undefined ? findUnit(name) : undefined;
  return unit && { value: unitValue(unit), dimension: unit.dimension };
}
