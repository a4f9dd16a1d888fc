import { add, divide, multiply, negate, number, select } from "./build.ts";
import { children } from "./children.ts";
import type { Expression, SelectExpression } from "./expression.ts";
import { simplify } from "./simplify.ts";

/** `constant + sum of coefficient * name`; names with coefficient 0 are omitted. */
export interface AffineForm {
  readonly coefficients: ReadonlyMap<string, Expression>;
  readonly constant: Expression;
}

/** A set of names, as `Set` and `Map` are. */
export interface NameSet {
  has(name: string): boolean;
}

/**
 * Split an expression into a constant and one coefficient per name.
 *
 * Returns undefined if it is not affine in the names.
 *
 * Neither coefficients nor the constant read any of the names. The split is syntactic: `x - x` cancels, `x*y/y` is not affine in
 * `y`.
 */
export function affineIn(e: Expression, names: NameSet): AffineForm | undefined {
  const form = split(e, names);
  if (form === undefined) return undefined;
  const coefficients = new Map<string, Expression>();
  for (const [of, coefficient] of form.coefficients) {
    const tidy = simplify(coefficient, { fold: "algebraic" });
    if (tidy.kind !== "number" || tidy.value !== 0) coefficients.set(of, tidy);
  }
  return { coefficients, constant: simplify(form.constant, { fold: "algebraic" }) };
}

const none: ReadonlyMap<string, Expression> = new Map();

function split(e: Expression, names: NameSet): AffineForm | undefined {
  switch (e.kind) {
    case "number":
      return { coefficients: none, constant: e };
    case "name":
      return names.has(e.name)
        ? { coefficients: new Map([[e.name, number(1)]]), constant: number(0) }
        : { coefficients: none, constant: e };
    case "negate": {
      const of = split(e.of, names);
      return of && mapForm(of, negate);
    }
    case "add":
    case "subtract": {
      const left = split(e.left, names);
      const right = left && split(e.right, names);
      if (left === undefined || right === undefined) return undefined;
      return sum(left, e.kind === "add" ? right : mapForm(right, negate));
    }
    case "multiply":
      return product(split(e.left, names), split(e.right, names));
    case "divide": {
      const left = split(e.left, names);
      const right = left && split(e.right, names);
      if (left === undefined || right === undefined || right.coefficients.size > 0)
        return undefined;
      return mapForm(left, (part) => divide(part, right.constant));
    }
    case "select":
      return choice(e, names);
    default: {
      const free = children(e).every((part) => split(part, names)?.coefficients.size === 0);
      return free ? { coefficients: none, constant: e } : undefined;
    }
  }
}

function mapForm(form: AffineForm, change: (part: Expression) => Expression): AffineForm {
  const coefficients = new Map([...form.coefficients].map(([of, part]) => [of, change(part)]));
  return { coefficients, constant: change(form.constant) };
}

function sum(left: AffineForm, right: AffineForm): AffineForm {
  const coefficients = new Map(left.coefficients);
  for (const [of, part] of right.coefficients) {
    const own = coefficients.get(of);
    coefficients.set(of, own === undefined ? part : add(own, part));
  }
  return { coefficients, constant: addConstants(left.constant, right.constant) };
}

// Most terms have no constant; adding zeros would build a deep tree before simplification.
function addConstants(left: Expression, right: Expression): Expression {
  if (left.kind === "number" && left.value === 0) return right;
  return right.kind === "number" && right.value === 0 ? left : add(left, right);
}

function product(left?: AffineForm, right?: AffineForm): AffineForm | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (right.coefficients.size === 0) return mapForm(left, (part) => multiply(part, right.constant));
  if (left.coefficients.size === 0) return mapForm(right, (part) => multiply(left.constant, part));
  return undefined;
}

function choice(e: SelectExpression, names: NameSet): AffineForm | undefined {
  const condition = split(e.condition, names);
  const then = split(e.then, names);
  const otherwise = split(e.otherwise, names);
  if (condition === undefined || then === undefined || otherwise === undefined) return undefined;
  if (condition.coefficients.size > 0) return undefined;
  const coefficients = new Map<string, Expression>();
  for (const of of new Set([...then.coefficients.keys(), ...otherwise.coefficients.keys()])) {
    const zero = number(0);
    const [a, b] = [then.coefficients.get(of) ?? zero, otherwise.coefficients.get(of) ?? zero];
    coefficients.set(of, select(e.condition, a, b));
  }
  return { coefficients, constant: select(e.condition, then.constant, otherwise.constant) };
}
