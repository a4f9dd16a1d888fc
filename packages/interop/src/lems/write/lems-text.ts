import { type BinaryKind, type Expression, mapChildren } from "@spikeloom/equations";
import { xmlNumber } from "../../xml/write-xml.ts";
import { binary, name, number, select } from "../tree.ts";

/** Moves a conditional out of an expression and returns the name that replaces it. */
export type Choose = (choice: Expression & { readonly kind: "select" }) => string;

/** Reason why LEMS cannot represent an expression. */
export class Unsaid extends Error {}

const operators: Partial<Readonly<Record<BinaryKind, string>>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  power: "^",
  less: ".lt.",
  less_equal: ".leq.",
  greater: ".gt.",
  greater_equal: ".geq.",
  equal: ".eq.",
  not_equal: ".neq.",
  and: ".and.",
  or: ".or.",
};

/** LEMS functions by our names. */
const functions: Readonly<Record<string, string>> = {
  sin: "sin",
  cos: "cos",
  tan: "tan",
  sinh: "sinh",
  cosh: "cosh",
  tanh: "tanh",
  exp: "exp",
  sqrt: "sqrt",
  ceil: "ceil",
  abs: "abs",
  log: "ln",
  random: "random",
};

/**
 * Write an expression in LEMS syntax.
 *
 * Every subexpression is parenthesised, because jLEMS and PyLEMS differ in precedence. Conditionals are not allowed
 * within expressions and are passed to `choose`. Throws `Unsaid` for expressions that LEMS cannot represent.
 */
export function lemsText(e: Expression, choose: Choose): string {
  return written(spelled(e), choose);
}

function written(e: Expression, choose: Choose): string {
  const within = (part: Expression): string => {
    const text = written(part, choose);
    return /^[\w.]+$/.test(text) || part.kind === "call" ? text : `(${text})`;
  };
  switch (e.kind) {
    case "number":
      return e.value < 0 ? `-1 * ${written(number(-e.value), choose)}` : xmlNumber(e.value, "LEMS");
    case "name":
      return e.name;
    case "negate":
      return `-1 * ${within(e.of)}`;
    case "not":
      return written(denied(e.of), choose);
    case "select":
      return choose(e);
    case "call":
      return `${functions[e.name] ?? e.name}(${e.args.map((arg) => written(arg, choose)).join(", ")})`;
    default: {
      const operator = operators[e.kind];
      if (operator === undefined) throw new Unsaid(`"${e.kind}"`);
      return `${within(e.left)} ${operator} ${within(e.right)}`;
    }
  }
}

const opposites: Partial<Readonly<Record<Expression["kind"], BinaryKind>>> = {
  less: "greater_equal",
  less_equal: "greater",
  greater: "less_equal",
  greater_equal: "less",
  equal: "not_equal",
  not_equal: "equal",
} as const;

/** Negate a condition; LEMS has no "not". */
function denied(e: Expression): Expression {
  if (e.kind === "not") return e.of;
  if (e.kind === "and") return binary("or", denied(e.left), denied(e.right));
  if (e.kind === "or") return binary("and", denied(e.left), denied(e.right));
  const kind = opposites[e.kind];
  if (kind === undefined || !("left" in e)) throw new Unsaid("a stored truth value");
  return binary(kind, e.left, e.right);
}

/** Expand a function that LEMS lacks. */
export function spelled(e: Expression): Expression {
  const parts = mapChildren(e, spelled);
  if (parts.kind === "name") return constants[parts.name]?.() ?? parts;
  if (parts.kind === "floor_divide") return floor(binary("divide", parts.left, parts.right));
  if (parts.kind === "modulo") {
    const whole = floor(binary("divide", parts.left, parts.right));
    return binary("subtract", parts.left, binary("multiply", parts.right, whole));
  }
  if (parts.kind !== "call" || Object.hasOwn(functions, parts.name)) return parts;
  const spell = Object.hasOwn(spellings, parts.name) ? spellings[parts.name] : undefined;
  if (spell === undefined) throw new Unsaid(`the function ${parts.name}`);
  return spell(...parts.args);
}

const zero = number(0);

function call(of: string, ...args: Expression[]): Expression {
  return { kind: "call", name: of, args };
}

function negative(of: Expression): Expression {
  return { kind: "negate", of };
}

function floor(of: Expression): Expression {
  return negative(call("ceil", negative(of)));
}

const constants: Readonly<Record<string, () => Expression>> = {
  True: () => binary("equal", zero, zero),
  False: () => binary("not_equal", zero, zero),
  pi: () => number(Math.PI),
  e: () => number(Math.E),
};

/**
 * Above this limit, a difference from 1 is accurate to 1e-11; below it, two terms of a series are equally accurate.
 *
 * The rounding of 1 + x is 1e-16 / x of the difference, and the third term of each series is at most x^2 / 3.
 */
const nearZero = 1e-5;

/** Use a series near zero, where the closed form suffers from cancellation. */
function cancelling(x: Expression, near: Expression, far: Expression): Expression {
  return select(binary("greater", call("abs", x), number(nearZero)), far, near);
}

/** One plus a fraction. */
function onePlus(share: number, x: Expression): Expression {
  return binary("add", number(1), binary("multiply", number(share), x));
}

const spellings: Readonly<Record<string, (...args: Expression[]) => Expression>> = {
  floor: (x = zero) => floor(x),
  log10: (x = zero) => binary("divide", call("log", x), call("log", number(10))),
  expm1: (x = zero) => {
    const difference = binary("subtract", call("exp", x), number(1));
    return cancelling(x, binary("multiply", x, onePlus(0.5, x)), difference);
  },
  log1p: (x = zero) => {
    const logarithm = call("log", binary("add", number(1), x));
    return cancelling(x, binary("multiply", x, onePlus(-0.5, x)), logarithm);
  },
  exprel: (x = zero) => {
    const quotient = binary("divide", binary("subtract", call("exp", x), number(1)), x);
    return cancelling(x, onePlus(0.5, x), quotient);
  },
  min: (a = zero, b = zero) => select(binary("less_equal", a, b), a, b),
  max: (a = zero, b = zero) => select(binary("greater_equal", a, b), a, b),
  clip: (x = zero, least = zero, most = zero) =>
    select(binary("less", x, least), least, select(binary("greater", x, most), most, x)),
  sign: (x = zero) => {
    const below = select(binary("less", x, zero), number(-1), zero);
    return select(binary("greater", x, zero), number(1), below);
  },
  int: (x = zero) => {
    const isTruth = ["and", "or", "not"].includes(x.kind) || Object.hasOwn(opposites, x.kind);
    if (isTruth) return select(x, number(1), zero);
    return select(binary("less", x, zero), call("ceil", x), floor(x));
  },
  // A tolerance of a thousandth of a step, as in our function.
  timestep: (x = zero, dt = name("dt")) =>
    floor(binary("add", binary("divide", x, dt), number(1e-3))),
  rand: () => call("random", number(1)),
};
