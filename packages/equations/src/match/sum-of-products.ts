import { constantValue } from "../builtin-names.ts";
import type { Expression } from "../expression.ts";
import { isZero } from "../patterns.ts";

/** Factors of products, other than numbers. */
export type Base =
  | { readonly kind: "name"; readonly name: string }
  /** A function, a non-arithmetic operator, or a sum that is raised to a power. */
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Sum[] };

/** A base with an integer power; `key` identifies the base. */
export interface Factor {
  readonly key: string;
  readonly base: Base;
  readonly power: number;
}

/**
 * A product: numbers and factors with integer powers, each base once.
 *
 * Numbers are kept separate, so that `1 / 49` remains the inverse of 49. The sign is represented as the number -1.
 */
export interface Product {
  readonly numbers: ReadonlyMap<number, number>;
  readonly factors: ReadonlyMap<string, Factor>;
}

/** A sum of products, keyed by their factors. */
export type Sum = ReadonlyMap<string, Product>;

/** Maximum number of products in a sum. */
const most = 400;

/** Thrown if an expression has no sufficiently small normal form. */
export class TooLarge extends Error {}

/**
 * Expand an expression into a sum of products, by the rules of real numbers.
 *
 * Sums in denominators and function arguments are nested sums within a factor.
 */
export function sumOfProducts(e: Expression): Sum {
  switch (e.kind) {
    case "number":
      return isZero(e) ? new Map() : single(numberProduct(e.value));
    case "name": {
      const value = constantValue(e.name);
      return value === undefined
        ? single(baseProduct({ kind: "name", name: e.name }, 1))
        : single(numberProduct(value));
    }
    case "negate":
      return negated(sumOfProducts(e.of));
    case "add":
      return added(sumOfProducts(e.left), sumOfProducts(e.right));
    case "subtract":
      return added(sumOfProducts(e.left), negated(sumOfProducts(e.right)));
    case "multiply":
      return multiplied(sumOfProducts(e.left), sumOfProducts(e.right));
    case "divide":
      return multiplied(sumOfProducts(e.left), raised(sumOfProducts(e.right), -1));
    case "power":
      return powerOf(e.left, e.right);
    default:
      return single(baseProduct(callOf(e), 1));
  }
}

/** Comparisons that can be written in terms of another one; sides are swapped for `<` and `<=`. */
const comparisons: Readonly<Record<string, string>> = {
  less: "greater",
  less_equal: "greater_equal",
  greater: "greater",
  greater_equal: "greater_equal",
  equal: "equal",
  not_equal: "not_equal",
};

function callOf(e: Expression): Base {
  const call = (name: string, ...args: readonly Expression[]): Base => ({
    kind: "call",
    name,
    args: args.map(sumOfProducts),
  });
  switch (e.kind) {
    case "call":
      return call(e.name, ...e.args);
    case "select":
      return call("where", e.condition, e.then, e.otherwise);
    case "not":
      return call("not", e.of);
    case "and":
    case "or":
    case "modulo":
    case "floor_divide":
      return call(e.kind, e.left, e.right);
    case "less":
    case "less_equal":
      return call(`${comparisons[e.kind]}`, { kind: "subtract", left: e.right, right: e.left });
    case "greater":
    case "greater_equal":
    case "equal":
    case "not_equal":
      return call(e.kind, { kind: "subtract", left: e.left, right: e.right });
    default:
      throw new Error(`An expression of the kind ${e.kind} is a sum of products.`);
  }
}

/** Test whether a call compares its single argument with zero. */
export function isComparison(name: string): boolean {
  return Object.hasOwn(comparisons, name);
}

function powerOf(left: Expression, right: Expression): Sum {
  const base = sumOfProducts(left);
  const exponent = sumOfProducts(right);
  const whole = exponent.size === 0 ? 0 : wholeNumber(exponent);
  if (whole !== undefined && Math.abs(whole) <= 8) return raised(base, whole);
  return single(baseProduct({ kind: "call", name: "power", args: [base, exponent] }, 1));
}

function wholeNumber(sum: Sum): number | undefined {
  const [only] = sum.values();
  if (sum.size !== 1 || only === undefined || only.factors.size > 0) return undefined;
  const value = numberOf(only.numbers);
  return Number.isInteger(value) ? value : undefined;
}

/** Evaluate a product of powers of numbers. */
export function numberOf(numbers: ReadonlyMap<number, number>): number {
  // Dividing once at the end takes one rounding less than multiplying by inverses.
  let above = 1;
  let below = 1;
  for (const [value, power] of numbers) {
    for (let k = 0; k < Math.abs(power); k++) {
      if (power > 0) above *= value;
      else below *= value;
    }
  }
  return above / below;
}

/** Write a number as powers of numbers: the sign separately, nothing for 1. */
function numbersOf(value: number): Map<number, number> {
  const numbers = new Map<number, number>();
  if (value < 0) numbers.set(-1, 1);
  if (Math.abs(value) !== 1) numbers.set(Math.abs(value), 1);
  return numbers;
}

function numberProduct(value: number): Product {
  return { numbers: numbersOf(value), factors: new Map() };
}

function baseProduct(base: Base, power: number): Product {
  const key = baseKey(base);
  return { numbers: new Map(), factors: new Map([[key, { key, base, power }]]) };
}

function baseKey(base: Base): string {
  if (base.kind === "name") return base.name;
  return `${base.name}(${base.args.map(sumKey).join(", ")})`;
}

function sumKey(sum: Sum): string {
  const parts = [...sum].map(([key, { numbers }]) => `${numberOf(numbers)} ${key}`);
  return parts.sort().join(" + ");
}

function productKey({ factors }: Product): string {
  const parts = [...factors.values()].map(({ key, power }) => `${key}^${power}`);
  return parts.sort().join(" ");
}

function single(product: Product): Sum {
  return new Map([[productKey(product), product]]);
}

function added(left: Sum, right: Sum): Sum {
  const sum = new Map(left);
  for (const [key, product] of right) {
    const known = sum.get(key);
    if (known === undefined) {
      sum.set(key, product);
      continue;
    }
    const value = numberOf(known.numbers) + numberOf(product.numbers);
    if (value === 0) sum.delete(key);
    else sum.set(key, { ...known, numbers: numbersOf(value) });
  }
  if (sum.size > most) throw new TooLarge();
  return sum;
}

function negated(sum: Sum): Sum {
  return new Map([...sum].map(([key, product]) => [key, timesMinusOne(product)] as const));
}

function timesMinusOne(product: Product): Product {
  return { ...product, numbers: joined(product.numbers, new Map([[-1, 1]])) };
}

function multiplied(left: Sum, right: Sum): Sum {
  let sum: Sum = new Map();
  if (left.size * right.size > most) throw new TooLarge();
  for (const a of left.values()) {
    const row = [...right.values()].map((b) => single(productOf(a, b)));
    for (const one of row) sum = added(sum, one);
  }
  return sum;
}

function productOf(a: Product, b: Product): Product {
  const factors = new Map(a.factors);
  for (const [key, factor] of b.factors) {
    const power = (factors.get(key)?.power ?? 0) + factor.power;
    if (power === 0) factors.delete(key);
    else factors.set(key, { ...factor, power });
  }
  return { numbers: joined(a.numbers, b.numbers), factors };
}

function joined(
  a: ReadonlyMap<number, number>,
  b: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const numbers = new Map(a);
  for (const [value, power] of b) {
    const sum = (numbers.get(value) ?? 0) + power;
    const kept = value === -1 ? Math.abs(sum % 2) : sum;
    if (kept === 0) numbers.delete(value);
    else numbers.set(value, kept);
  }
  return numbers;
}

function raised(sum: Sum, power: number): Sum {
  if (power === 0) return single(numberProduct(1));
  const [only] = sum.values();
  if (sum.size === 1 && only !== undefined) return single(productToPower(only, power));
  if (power < 0) {
    // The sum is a base of its own, so that a divisor remains a single factor.
    return single(baseProduct({ kind: "call", name: "sum", args: [sum] }, power));
  }
  let product = sum;
  for (let k = 1; k < power; k++) product = multiplied(product, sum);
  return product;
}

function productToPower({ numbers, factors }: Product, power: number): Product {
  const raisedNumbers = [...numbers].map(([value, own]) => [value, own * power] as const);
  const raisedFactors = [...factors].map(
    ([key, factor]) => [key, { ...factor, power: factor.power * power }] as const,
  );
  return {
    numbers: joined(new Map(), new Map(raisedNumbers)),
    factors: new Map(raisedFactors),
  };
}
