import type { BinaryKind, ExpressionKind } from "./expression.ts";

/** Operator precedence of each kind, as in Python; a larger number binds tighter. */
export const precedence: Readonly<Record<ExpressionKind, number>> = {
  or: 1,
  and: 2,
  not: 3,
  less: 4,
  less_equal: 4,
  greater: 4,
  greater_equal: 4,
  equal: 4,
  not_equal: 4,
  add: 5,
  subtract: 5,
  multiply: 6,
  divide: 6,
  floor_divide: 6,
  modulo: 6,
  negate: 7,
  power: 8,
  number: 9,
  name: 9,
  call: 9,
  select: 9,
};

/** Symbol of each binary kind. */
export const symbols: Readonly<Record<BinaryKind, string>> = {
  or: "or",
  and: "and",
  less: "<",
  less_equal: "<=",
  greater: ">",
  greater_equal: ">=",
  equal: "==",
  not_equal: "!=",
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  floor_divide: "//",
  modulo: "%",
  power: "**",
};

/** The kind for each binary operator symbol; `^` is an alias of `**`. */
export const binaryKinds: ReadonlyMap<string, BinaryKind> = new Map<string, BinaryKind>([
  ["or", "or"],
  ["and", "and"],
  ["<", "less"],
  ["<=", "less_equal"],
  [">", "greater"],
  [">=", "greater_equal"],
  ["==", "equal"],
  ["!=", "not_equal"],
  ["+", "add"],
  ["-", "subtract"],
  ["*", "multiply"],
  ["/", "divide"],
  ["//", "floor_divide"],
  ["%", "modulo"],
  ["**", "power"],
  ["^", "power"],
]);
