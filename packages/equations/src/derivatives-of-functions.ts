import { add, call, divide, multiply, negate, number, power, select, subtract } from "./build.ts";
import type { Expression } from "./expression.ts";

/** Derivative of a one-argument function, as an expression of its argument. */
export type DerivativeRule = (of: Expression) => Expression;

const one = number(1);
const square = (e: Expression): Expression => power(e, number(2));
const zero: DerivativeRule = () => number(0);

/** Derivatives of the one-argument built-in functions; step functions have derivative 0, which holds almost everywhere. */
export const functionDerivatives: Readonly<Record<string, DerivativeRule>> = {
  sin: (x) => call("cos", x),
  cos: (x) => negate(call("sin", x)),
  tan: (x) => add(one, square(call("tan", x))),
  sinh: (x) => call("cosh", x),
  cosh: (x) => call("sinh", x),
  tanh: (x) => subtract(one, square(call("tanh", x))),
  arcsin: (x) => divide(one, call("sqrt", subtract(one, square(x)))),
  arccos: (x) => divide(number(-1), call("sqrt", subtract(one, square(x)))),
  arctan: (x) => divide(one, add(one, square(x))),
  exp: (x) => call("exp", x),
  log: (x) => divide(one, x),
  log10: (x) => divide(one, multiply(call("log", number(10)), x)),
  expm1: (x) => call("exp", x),
  log1p: (x) => divide(one, add(one, x)),
  exprel: derivativeOfExprel,
  sqrt: (x) => divide(number(0.5), call("sqrt", x)),
  abs: (x) => call("sign", x),
  ceil: zero,
  floor: zero,
  sign: zero,
  int: zero,
};

// (exp(x) - exprel(x)) / x loses digits near 0, where few terms of the series sum (k+1)/(k+2)! x^k
// suffice: at 0.02 both are accurate to about 1e-14.
function derivativeOfExprel(x: Expression): Expression {
  let series = number(1 / 840);
  for (const divisor of [144, 30, 8, 3, 2]) {
    series = add(number(1 / divisor), multiply(x, series));
  }
  const isSmall: Expression = { kind: "less", left: call("abs", x), right: number(0.02) };
  return select(isSmall, series, divide(subtract(call("exp", x), call("exprel", x)), x));
}
