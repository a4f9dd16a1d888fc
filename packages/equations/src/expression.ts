/** Arithmetic operators, from two numbers to a number. */
export type ArithmeticKind =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "floor_divide"
  | "modulo"
  | "power";

/** Comparison operators, from two numbers to a truth value. */
export type ComparisonKind =
  | "less"
  | "less_equal"
  | "greater"
  | "greater_equal"
  | "equal"
  | "not_equal";

/** Logical operators on two truth values. */
export type LogicalKind = "and" | "or";

/** All kinds with a left and a right side. */
export type BinaryKind = ArithmeticKind | ComparisonKind | LogicalKind;

/** A number; the parser produces no negative ones (`-1` is a `negate`), folding may. */
export interface NumberExpression {
  readonly kind: "number";
  readonly value: number;
  readonly at?: number;
}

/** A variable, parameter, constant or unit; `True` and `False` are names as well. */
export interface NameExpression {
  readonly kind: "name";
  readonly name: string;
  readonly at?: number;
}

/** `-of` or `not of`. */
export interface UnaryExpression {
  readonly kind: "negate" | "not";
  readonly of: Expression;
  readonly at?: number;
}

/** `left operator right` on numbers; `at` is the place of the operator. */
export interface ArithmeticExpression {
  readonly kind: ArithmeticKind;
  readonly left: Expression;
  readonly right: Expression;
  readonly at?: number;
}

/** `left operator right`, true or false; `at` is the place of the operator. */
export interface ComparisonExpression {
  readonly kind: ComparisonKind;
  readonly left: Expression;
  readonly right: Expression;
  readonly at?: number;
}

/** `left and right`, `left or right`; `at` is the place of the operator. */
export interface LogicalExpression {
  readonly kind: LogicalKind;
  readonly left: Expression;
  readonly right: Expression;
  readonly at?: number;
}

/** `name(args)`. */
export interface CallExpression {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expression[];
  readonly at?: number;
}

/** `where(condition, then, otherwise)`: both branches are free of side effects. */
export interface SelectExpression {
  readonly kind: "select";
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
  readonly at?: number;
}

/**
 * A typed expression tree: plain data, read-only by type, without units or scope.
 *
 * `at` is the offset (from 0) in the text that the node was parsed from, for error messages only; trees built by code
 * have none.
 */
export type Expression =
  | NumberExpression
  | NameExpression
  | UnaryExpression
  | ArithmeticExpression
  | ComparisonExpression
  | LogicalExpression
  | CallExpression
  | SelectExpression;

/** All node kinds, for tables that must be total. */
export type ExpressionKind = Expression["kind"];
