/**
 * Allowed argument of a built-in function.
 *
 * `dimensionless` is a pure number, `any` any dimension, `same` that of the first argument, `time` a time, `number or boolean` a
 * pure number or a truth value.
 */
export type ArgumentRule = "dimensionless" | "any" | "same" | "time" | "number or boolean";

/** Type of a result: a pure number, that of the first argument, or its square root. */
export type ResultRule = "dimensionless" | "argument" | "root";

/** Signature of a built-in function. */
export interface FunctionSignature {
  readonly arguments: readonly ArgumentRule[];
  readonly result: ResultRule;
  /** A new draw at every evaluation: never folded, never moved. */
  readonly stochastic?: true;
  readonly about: string;
}

function pure(about: string): FunctionSignature {
  return { arguments: ["dimensionless"], result: "dimensionless", about };
}

/** All functions of the equation language: Brian2's, plus `min` and `max`. */
export const builtinFunctions: Readonly<Record<string, FunctionSignature>> = {
  sin: pure("sine of an angle in radians"),
  cos: pure("cosine of an angle in radians"),
  tan: pure("tangent of an angle in radians"),
  sinh: pure("hyperbolic sine"),
  cosh: pure("hyperbolic cosine"),
  tanh: pure("hyperbolic tangent"),
  arcsin: pure("angle whose sine is the argument"),
  arccos: pure("angle whose cosine is the argument"),
  arctan: pure("angle whose tangent is the argument"),
  exp: pure("exponential"),
  log: pure("natural logarithm"),
  log10: pure("logarithm to base 10"),
  expm1: pure("exp(x) - 1, accurate near 0"),
  log1p: pure("log(1 + x), accurate near 0"),
  exprel: pure("(exp(x) - 1) / x, which is 1 at 0"),
  sqrt: { arguments: ["any"], result: "root", about: "square root" },
  ceil: pure("least integer not below the argument"),
  floor: pure("greatest integer not above the argument"),
  abs: { arguments: ["any"], result: "argument", about: "absolute value" },
  sign: { arguments: ["any"], result: "dimensionless", about: "-1, 0 or 1" },
  clip: {
    arguments: ["any", "same", "same"],
    result: "argument",
    about: "the first argument, kept between the second and the third",
  },
  min: { arguments: ["any", "same"], result: "argument", about: "the smaller of two" },
  max: { arguments: ["any", "same"], result: "argument", about: "the larger of two" },
  int: {
    arguments: ["number or boolean"],
    result: "dimensionless",
    about: "the number without its fraction; 1 for true and 0 for false",
  },
  rand: {
    arguments: [],
    result: "dimensionless",
    stochastic: true,
    about: "uniform draw from [0, 1)",
  },
  randn: {
    arguments: [],
    result: "dimensionless",
    stochastic: true,
    about: "draw from the standard normal distribution",
  },
  poisson: {
    arguments: ["dimensionless"],
    result: "dimensionless",
    stochastic: true,
    about: "draw from the Poisson distribution of this mean",
  },
  timestep: {
    arguments: ["time", "time"],
    result: "dimensionless",
    about: "whole steps in a time, with a slack of a thousandth of a step",
  },
};

/** Find the signature of a built-in function, or undefined. */
export function findFunction(name: string): FunctionSignature | undefined {
  return Object.hasOwn(builtinFunctions, name) ? builtinFunctions[name] : undefined;
}
