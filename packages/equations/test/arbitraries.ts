import fc from "fast-check";
import type { BinaryKind, Expression } from "../src/expression.ts";

export const variableNames = ["x", "y", "z_1"] as const;

const arithmetic: readonly BinaryKind[] = [
  "add",
  "subtract",
  "multiply",
  "divide",
  "floor_divide",
  "modulo",
  "power",
];
const comparisons: readonly BinaryKind[] = [
  "less",
  "less_equal",
  "greater",
  "greater_equal",
  "equal",
  "not_equal",
];

const literals: fc.Arbitrary<Expression> = fc
  .oneof(
    fc.constantFrom(0, 1, 2, 3, 4, 0.5, 1e-3, 1e21, 1e-7),
    fc.double({ min: 0, noNaN: true }).map((value) => value + 0),
  )
  .map((value) => ({ kind: "number", value }));
const variables: fc.Arbitrary<Expression> = fc
  .constantFrom(...variableNames)
  .map((name) => ({ kind: "name", name }));

/** Well-typed trees as returned by the parser: numeric ones, and conditions inside them. */
export const { numeric, condition } = fc.letrec<{ numeric: Expression; condition: Expression }>(
  (tie) => ({
    numeric: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      variables,
      literals,
      tie("numeric").map((of): Expression => ({ kind: "negate", of })),
      fc
        .tuple(fc.constantFrom(...arithmetic), tie("numeric"), tie("numeric"))
        .map(([kind, left, right]): Expression => ({ kind, left, right })),
      fc
        .tuple(fc.constantFrom("abs", "floor", "ceil", "sign", "sqrt"), tie("numeric"))
        .map(([name, arg]): Expression => ({ kind: "call", name, args: [arg] })),
      fc
        .tuple(fc.constantFrom("min", "max"), tie("numeric"), tie("numeric"))
        .map(([name, a, b]): Expression => ({ kind: "call", name, args: [a, b] })),
      fc.tuple(tie("condition"), tie("numeric"), tie("numeric")).map(
        ([test, then, otherwise]): Expression => ({
          kind: "select",
          condition: test,
          then,
          otherwise,
        }),
      ),
    ),
    condition: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      fc.constantFrom("True", "False").map((name): Expression => ({ kind: "name", name })),
      fc
        .tuple(fc.constantFrom(...comparisons), tie("numeric"), tie("numeric"))
        .map(([kind, left, right]): Expression => ({ kind, left, right })),
      fc
        .tuple(fc.constantFrom("and" as const, "or" as const), tie("condition"), tie("condition"))
        .map(([kind, left, right]): Expression => ({ kind, left, right })),
      tie("condition").map((of): Expression => ({ kind: "not", of })),
    ),
  }),
);

/** Text near the language: its words in any order, and plain noise between them. */
export const nearlyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      {
        weight: 20,
        arbitrary: fc.constantFrom(..."+-*/%^<>()=,.;:#[]'\"&|~!?{}@\n \t\\".split("")),
      },
      {
        weight: 20,
        arbitrary: fc.constantFrom(
          "**",
          "//",
          "==",
          "<=",
          "not ",
          " and ",
          " or ",
          "where(",
          "x",
          "dv/dt",
          "tau",
          "mV",
          "exp(",
          "1e",
          ".5",
          "2",
          "lambda",
          " if ",
          " else ",
          "__proto__",
          "constructor",
          "xi_",
          "(constant over dt)",
          ": volt",
          "boolean",
          "+=",
        ),
      },
      { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 5 }) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));
