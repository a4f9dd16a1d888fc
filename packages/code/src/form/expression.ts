import type { Expression } from "@spikeloom/equations";
import { UNBOUND_NAME } from "../errors.ts";
import { asMask, asValue, type Scope } from "../nodes.ts";
import type { Builder } from "./build.ts";
import type { Value } from "./graph.ts";
import type { FloatType } from "./types.ts";

/** Meanings of the names of expressions in a routine. */
export interface ExpressionNames {
  readonly type: FloatType;
  readonly names: ReadonlyMap<string, Value>;
}

/** Create the value of an expression; a truth value becomes 0 or 1. */
export function expressionValue(b: Builder, value: Expression, given: ExpressionNames): Value {
  return asValue(value, scopeOf(b, given));
}

/** Create the truth value of an expression; a number is true unless it is zero. */
export function expressionTruth(b: Builder, value: Expression, given: ExpressionNames): Value {
  return asMask(value, scopeOf(b, given));
}

function scopeOf(b: Builder, { type, names }: ExpressionNames): Scope<Value, Value> {
  return {
    operations: b.floats(type),
    name(text) {
      const value = names.get(text);
      if (value === undefined) throw UNBOUND_NAME({ kernel: "routine", name: text });
      return { value };
    },
  };
}
