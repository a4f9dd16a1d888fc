import type { Operations } from "@spikeloom/equations/functions";
import type { Graph, Value } from "./graph.ts";
import type { Operator } from "./operators.ts";
import type { FloatType } from "./types.ts";

/** The elementary operations that only apply the operator of the same name. */
export type AppliedOperations<V> = Omit<Operations<V, V>, "precision" | "constant" | "rarely">;

/** Create the elementary operations of a target that has an implementation of each operator. */
export function appliedOperations<V>(
  of: (operator: keyof AppliedOperations<V> & Operator) => (...inputs: readonly V[]) => V,
): AppliedOperations<V> {
  return {
    add: of("add"),
    sub: of("sub"),
    mul: of("mul"),
    div: of("div"),
    sqrt: of("sqrt"),
    neg: of("neg"),
    abs: of("abs"),
    floor: of("floor"),
    ceil: of("ceil"),
    trunc: of("trunc"),
    nearest: of("nearest"),
    min: of("min"),
    max: of("max"),
    lesser: of("lesser"),
    greater: of("greater"),
    withSign: of("withSign"),
    lt: of("lt"),
    le: of("le"),
    gt: of("gt"),
    ge: of("ge"),
    eq: of("eq"),
    ne: of("ne"),
    and: of("and"),
    or: of("or"),
    not: of("not"),
    select: of("select"),
    exponentOf: of("exponentOf"),
    mantissaOf: of("mantissaOf"),
    intoExponent: of("intoExponent"),
    head: of("head"),
  };
}

/** Create the elementary operations on floats of a type, with which built-in functions are written into a graph. */
export function arithmetic({ apply, constant }: Graph, type: FloatType): Operations<Value, Value> {
  return {
    ...appliedOperations<Value>(
      (operator) =>
        (...inputs) =>
          apply(operator, ...inputs),
    ),
    precision: type,
    constant: (x) => constant(type, type === "f32" ? Math.fround(x) : x),
    rarely: (mask, usual, slow) => apply("rarely", mask, usual, slow()),
  };
}
