import {
  type Expression,
  type ExpressionKind,
  exactPower,
  knownExponent,
  sameExpression,
} from "@spikeloom/equations";
import type { Operations } from "@spikeloom/equations/functions";
import {
  applyBuiltIn,
  builtIns,
  type FunctionName,
  powerByProducts,
} from "@spikeloom/equations/functions";
import { FUNCTION_WITHOUT_CODE } from "./errors.ts";

/** A number or a truth value of a target. */
export type Term<V, M> = { readonly value: V } | { readonly mask: M };

/** What turns a tree into the values of a target. */
export interface Scope<V, M> {
  readonly operations: Operations<V, M>;
  name(text: string): Term<V, M>;
  /** Call a function that the target keeps once; undefined where it is written out instead. */
  call?(name: FunctionName, args: readonly V[]): V | undefined;
}

type Of<Kind extends ExpressionKind> = Expression & { readonly kind: Kind };

interface Sides {
  readonly left: Expression;
  readonly right: Expression;
}

/** Every node kind, or it does not compile; all targets share this table. */
type NodeTable = {
  readonly [Kind in ExpressionKind]: <V, M>(node: Of<Kind>, scope: Scope<V, M>) => Term<V, M>;
};

const arithmetic =
  (operation: "add" | "sub" | "mul" | "div") =>
  <V, M>(node: Sides, scope: Scope<V, M>): Term<V, M> => ({
    value: scope.operations[operation](asValue(node.left, scope), asValue(node.right, scope)),
  });

const comparison =
  (operation: "lt" | "le" | "gt" | "ge" | "eq" | "ne") =>
  <V, M>(node: Sides, scope: Scope<V, M>): Term<V, M> => ({
    mask: scope.operations[operation](asValue(node.left, scope), asValue(node.right, scope)),
  });

const logical =
  (operation: "and" | "or") =>
  <V, M>(node: Sides, scope: Scope<V, M>): Term<V, M> => ({
    mask: scope.operations[operation](asMask(node.left, scope), asMask(node.right, scope)),
  });

const called =
  (name: string) =>
  <V, M>(node: Sides, scope: Scope<V, M>): Term<V, M> =>
    call(name, [node.left, node.right], scope);

const nodes: NodeTable = {
  number: (node, { operations }) => ({ value: operations.constant(node.value) }),
  name: (node, scope) => scope.name(node.name),
  negate: (node, scope) => ({ value: scope.operations.neg(asValue(node.of, scope)) }),
  not: (node, scope) => ({ mask: scope.operations.not(asMask(node.of, scope)) }),
  add: arithmetic("add"),
  subtract: arithmetic("sub"),
  multiply: arithmetic("mul"),
  divide: arithmetic("div"),
  floor_divide: called("floor_divide"),
  modulo: called("modulo"),
  power: (node, scope) => {
    const exponent = knownExponent(node.right);
    const isExact = exponent !== undefined && exactPower(1, exponent) !== undefined;
    const value = isExact
      ? powerByProducts(scope.operations, asValue(node.left, scope), exponent)
      : undefined;
    return value === undefined ? called("power")(node, scope) : { value };
  },
  less: comparison("lt"),
  less_equal: comparison("le"),
  greater: comparison("gt"),
  greater_equal: comparison("ge"),
  equal: comparison("eq"),
  not_equal: comparison("ne"),
  and: logical("and"),
  or: logical("or"),
  call: (node, scope) => call(node.name, node.args, scope),
  select: (node, scope) => {
    const nearer = nearerOf(node, scope);
    if (nearer !== undefined) return { value: nearer };
    return {
      value: scope.operations.select(
        asMask(node.condition, scope),
        asValue(node.then, scope),
        asValue(node.otherwise, scope),
      ),
    };
  },
};

/** `a < b ? b : a` and `a > b ? b : a` are one operation each; undefined for any other choice. */
function nearerOf<V, M>(node: Of<"select">, scope: Scope<V, M>): V | undefined {
  const { condition, then, otherwise } = node;
  if (condition.kind !== "less" && condition.kind !== "greater") return undefined;
  const isBound =
    sameExpression(condition.left, otherwise) && sameExpression(condition.right, then);
  if (!isBound) return undefined;
  const operation = condition.kind === "less" ? "greater" : "lesser";
  return scope.operations[operation](asValue(then, scope), asValue(otherwise, scope));
}

function term<V, M>(node: Expression, scope: Scope<V, M>): Term<V, M> {
  const write = nodes[node.kind] as <V, M>(node: Expression, scope: Scope<V, M>) => Term<V, M>;
  return write(node, scope);
}

/** Compute a tree as a number; a truth value becomes 0 or 1. */
export function asValue<V, M>(node: Expression, scope: Scope<V, M>): V {
  const result = term(node, scope);
  if ("value" in result) return result.value;
  const { operations } = scope;
  return operations.select(result.mask, operations.constant(1), operations.constant(0));
}

/** Compute a tree as a truth value; a number is true unless it is zero. */
export function asMask<V, M>(node: Expression, scope: Scope<V, M>): M {
  const result = term(node, scope);
  if ("mask" in result) return result.mask;
  return scope.operations.ne(result.value, scope.operations.constant(0));
}

/** Compute a tree as what it is. */
export const asTerm: typeof term = term;

function call<V, M>(name: string, args: readonly Expression[], scope: Scope<V, M>): Term<V, M> {
  if (!Object.hasOwn(builtIns, name)) {
    throw FUNCTION_WITHOUT_CODE({ name });
  }
  const values = args.map((argument) => asValue(argument, scope));
  const kept = scope.call?.(name as FunctionName, values);
  return { value: kept ?? applyBuiltIn(scope.operations, name as FunctionName, values) };
}
