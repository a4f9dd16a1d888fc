import { knownExponent } from "./exact-power.ts";
import type {
  ArithmeticKind,
  ComparisonKind,
  Expression,
  ExpressionKind,
  LogicalKind,
  NameExpression,
} from "./expression.ts";
import type { Operations } from "./functions/operations.ts";
import { hasProducts, powerByProducts } from "./functions/products.ts";
import { sameValue } from "./names.ts";
import { elementary, type PlainOperator } from "./operate.ts";

/** A number or a truth value of a target. */
export type Term<V, M> = { readonly value: V } | { readonly mask: M };

/**
 * Elementary operations of which expressions consist.
 *
 * Functions that are expanded need more.
 */
export type NodeOperations<V, M> = Pick<
  Operations<V, M>,
  | "constant"
  | "neg"
  | "sqrt"
  | "lesser"
  | "greater"
  | "not"
  | "select"
  | (typeof elementary)[keyof typeof elementary]
>;

/**
 * Turns an expression into the values of a target.
 *
 * Targets are WebAssembly, WGSL and routines (in `@spikeloom/code`), closures and columns of numbers.
 */
export interface Scope<V, M> {
  readonly operations: NodeOperations<V, M>;
  name(e: NameExpression): Term<V, M>;
  /** Apply a function, or one of the operators `power`, `modulo` and `floor_divide`. */
  call(name: string, args: readonly V[], e: Expression): V;
  /** Compute a power by products and roots; undefined where products are written out. */
  power?(base: V, exponent: number): V;
  /** Values of the subtrees so far; undefined if the target finds equal subtrees itself. */
  readonly known?: Map<Expression, Term<V, M>>;
}

type Of<Kind extends ExpressionKind> = Expression & { readonly kind: Kind };

/** Handlers of all node kinds, shared by all targets; a missing kind does not compile. */
type NodeTable = {
  readonly [Kind in ExpressionKind]: <V, M>(node: Of<Kind>, scope: Scope<V, M>) => Term<V, M>;
};

const nodes: NodeTable = {
  number: (node, { operations }) => ({ value: operations.constant(node.value) }),
  name: (node, scope) => scope.name(node),
  negate: (node, scope) => ({ value: scope.operations.neg(asValue(node.of, scope)) }),
  not: (node, scope) => ({ mask: scope.operations.not(asMask(node.of, scope)) }),
  add: arithmetic,
  subtract: arithmetic,
  multiply: arithmetic,
  divide: arithmetic,
  floor_divide: called,
  modulo: called,
  power: (node, scope) => {
    const exponent = knownExponent(node.right);
    if (exponent === undefined || !hasProducts(exponent)) return called(node, scope);
    const base = asValue(node.left, scope);
    const kept = scope.power?.(base, exponent);
    return { value: kept ?? powerByProducts(scope.operations, base, exponent) };
  },
  less: comparison,
  less_equal: comparison,
  greater: comparison,
  greater_equal: comparison,
  equal: comparison,
  not_equal: comparison,
  and: logical,
  or: logical,
  call: (node, scope) => ({
    value: scope.call(
      node.name,
      node.args.map((argument) => asValue(argument, scope)),
      node,
    ),
  }),
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

interface Sides<Kind> {
  readonly kind: Kind;
  readonly left: Expression;
  readonly right: Expression;
}

function arithmetic<V, M>(node: Sides<PlainOperator>, scope: Scope<V, M>): Term<V, M> {
  const [left, right] = [asValue(node.left, scope), asValue(node.right, scope)];
  return { value: scope.operations[elementary[node.kind]](left, right) };
}

function comparison<V, M>(node: Sides<ComparisonKind>, scope: Scope<V, M>): Term<V, M> {
  const [left, right] = [asValue(node.left, scope), asValue(node.right, scope)];
  return { mask: scope.operations[elementary[node.kind]](left, right) };
}

function logical<V, M>(node: Sides<LogicalKind>, scope: Scope<V, M>): Term<V, M> {
  const [left, right] = [asMask(node.left, scope), asMask(node.right, scope)];
  return { mask: scope.operations[elementary[node.kind]](left, right) };
}

function called<V, M>(
  node: Expression & Sides<Exclude<ArithmeticKind, PlainOperator>>,
  scope: Scope<V, M>,
): Term<V, M> {
  const args = [asValue(node.left, scope), asValue(node.right, scope)];
  return { value: scope.call(node.kind, args, node) };
}

/** `a < b ? b : a` and `a > b ? b : a` are one operation each; undefined for any other choice. */
function nearerOf<V, M>(node: Of<"select">, scope: Scope<V, M>): V | undefined {
  const { condition, then, otherwise } = node;
  if (condition.kind !== "less" && condition.kind !== "greater") return undefined;
  const isBound = sameValue(condition.left, otherwise) && sameValue(condition.right, then);
  if (!isBound) return undefined;
  const operation = condition.kind === "less" ? "greater" : "lesser";
  return scope.operations[operation](asValue(then, scope), asValue(otherwise, scope));
}

/** Compute an expression as either a number or a truth value. */
export function asTerm<V, M>(node: Expression, scope: Scope<V, M>): Term<V, M> {
  const known = scope.known?.get(node);
  if (known !== undefined) return known;
  const write = nodes[node.kind] as <V, M>(node: Expression, scope: Scope<V, M>) => Term<V, M>;
  const made = write(node, scope);
  scope.known?.set(node, made);
  return made;
}

/** Compute an expression as a number; a truth value becomes 0 or 1. */
export function asValue<V, M>(node: Expression, scope: Scope<V, M>): V {
  const result = asTerm(node, scope);
  if ("value" in result) return result.value;
  const { operations } = scope;
  return operations.select(result.mask, operations.constant(1), operations.constant(0));
}

/** Compute an expression as a truth value; a number is true unless it is zero. */
export function asMask<V, M>(node: Expression, scope: Scope<V, M>): M {
  const result = asTerm(node, scope);
  if ("mask" in result) return result.mask;
  return scope.operations.ne(result.value, scope.operations.constant(0));
}
