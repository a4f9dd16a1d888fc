import { exp } from "./exp.ts";
import { expm1 } from "./expm1.ts";
import { exprel } from "./exprel.ts";
import { cosh, sinh, tanh } from "./hyperbolic.ts";
import { arccos, arcsin, arctan } from "./inverse-trigonometric.ts";
import { clip, sign, timestep } from "./limits.ts";
import { log } from "./log.ts";
import { log1p } from "./log1p.ts";
import { log10 } from "./log10.ts";
import { floorDivide, modulo } from "./modulo.ts";
import type { Operations, Precision } from "./operations.ts";
import { pow } from "./pow.ts";
import { cos, sin, tan } from "./trigonometric.ts";

/**
 * The functions available to equations.
 *
 * `power`, `modulo` and `floor_divide` are `**`, `%` and `//`.
 */
export type FunctionName =
  | "abs"
  | "arccos"
  | "arcsin"
  | "arctan"
  | "ceil"
  | "clip"
  | "cos"
  | "cosh"
  | "exp"
  | "expm1"
  | "exprel"
  | "floor"
  | "floor_divide"
  | "int"
  | "log"
  | "log10"
  | "log1p"
  | "max"
  | "min"
  | "modulo"
  | "power"
  | "sign"
  | "sin"
  | "sinh"
  | "sqrt"
  | "tan"
  | "tanh"
  | "timestep";

/** The maximum error in units in the last place; 0 is exact, 0.5 correctly rounded. */
export type Bounds = Readonly<Record<Precision, number>>;

interface Described {
  readonly about: string;
  /**
   * Measured on about 40,000 arguments of all magnitudes and rounded up; tests check that the function stays within it.
   */
  readonly ulps: Bounds;
  /**
   * The error in f32 on targets where a quotient may be wrong by 2.5 units in the last place and a root by 6.5, and
   * subnormal numbers are lost (WGSL, 15.7.4). Sums and products are correctly rounded there too.
   */
  readonly relaxed: number;
}

/** A function with its single definition, from which the implementations of all targets are generated. */
export type BuiltIn = Described &
  (
    | { readonly arity: 1; readonly formula: <V, M>(o: Operations<V, M>, x: V) => V }
    | { readonly arity: 2; readonly formula: <V, M>(o: Operations<V, M>, x: V, y: V) => V }
    | { readonly arity: 3; readonly formula: <V, M>(o: Operations<V, M>, x: V, y: V, z: V) => V }
  );

const within = (ulps: number): Bounds => ({ f64: ulps, f32: ulps });
/** A quotient near an integer may be rounded to either side of it, which changes the result by a whole step. */
const undecided = Number.POSITIVE_INFINITY;
const exact = within(0);
const rounded = within(0.5);

/** All built-in functions by their name in equations. */
export const builtIns: Readonly<Record<FunctionName, BuiltIn>> = {
  abs: {
    about: "Magnitude, without the sign.",
    arity: 1,
    ulps: exact,
    relaxed: 0,
    formula: (o, x) => o.abs(x),
  },
  arccos: { about: "Arc cosine.", arity: 1, ulps: within(0.75), relaxed: 1, formula: arccos },
  arcsin: { about: "Arc sine.", arity: 1, ulps: within(0.75), relaxed: 1, formula: arcsin },
  arctan: { about: "Arc tangent.", arity: 1, ulps: within(0.75), relaxed: 1, formula: arctan },
  ceil: {
    about: "Least integer not below the argument.",
    arity: 1,
    ulps: exact,
    relaxed: 0,
    formula: (o, x) => o.ceil(x),
  },
  clip: {
    about: "Restrict to the range between two bounds.",
    arity: 3,
    ulps: exact,
    relaxed: 0,
    formula: clip,
  },
  cos: { about: "Cosine, of radians.", arity: 1, ulps: within(0.9), relaxed: 0.9, formula: cos },
  cosh: { about: "Hyperbolic cosine.", arity: 1, ulps: within(1.1), relaxed: 1.5, formula: cosh },
  exp: { about: "Exponential function.", arity: 1, ulps: within(1), relaxed: 1, formula: exp },
  expm1: {
    about: "exp(x) - 1, exact near 0.",
    arity: 1,
    ulps: within(1.1),
    relaxed: 1.1,
    formula: expm1,
  },
  exprel: {
    about: "(exp(x) - 1) / x, 1 at 0.",
    arity: 1,
    ulps: within(1),
    relaxed: 2.6,
    formula: exprel,
  },
  floor: {
    about: "Greatest integer not above the argument.",
    arity: 1,
    ulps: exact,
    relaxed: 0,
    formula: (o, x) => o.floor(x),
  },
  floor_divide: {
    about: "Integer quotient, rounded down.",
    arity: 2,
    ulps: exact,
    relaxed: undecided,
    formula: floorDivide,
  },
  int: {
    about: "Drop the fraction, toward zero.",
    arity: 1,
    ulps: exact,
    relaxed: 0,
    formula: (o, x) => o.trunc(x),
  },
  log: { about: "Natural logarithm.", arity: 1, ulps: within(0.9), relaxed: 0.9, formula: log },
  log10: { about: "Decimal logarithm.", arity: 1, ulps: within(0.6), relaxed: 0.6, formula: log10 },
  log1p: {
    about: "log(1 + x), exact near 0.",
    arity: 1,
    ulps: within(1.3),
    relaxed: 2.6,
    formula: log1p,
  },
  max: {
    about: "The larger of two.",
    arity: 2,
    ulps: exact,
    relaxed: 0,
    formula: (o, x, y) => o.max(x, y),
  },
  min: {
    about: "The smaller of two.",
    arity: 2,
    ulps: exact,
    relaxed: 0,
    formula: (o, x, y) => o.min(x, y),
  },
  modulo: {
    about: "Remainder with the sign of the divisor.",
    arity: 2,
    ulps: rounded,
    relaxed: undecided,
    formula: modulo,
  },
  power: { about: "Power.", arity: 2, ulps: within(0.7), relaxed: 0.7, formula: pow },
  sign: { about: "-1, 0 or 1.", arity: 1, ulps: exact, relaxed: 0, formula: sign },
  sin: { about: "Sine, of radians.", arity: 1, ulps: within(0.9), relaxed: 0.9, formula: sin },
  sinh: { about: "Hyperbolic sine.", arity: 1, ulps: within(1.7), relaxed: 2.6, formula: sinh },
  sqrt: {
    about: "Square root.",
    arity: 1,
    ulps: rounded,
    relaxed: 6.5,
    formula: (o, x) => o.sqrt(x),
  },
  tan: { about: "Tangent, of radians.", arity: 1, ulps: within(1.1), relaxed: 1.1, formula: tan },
  tanh: { about: "Hyperbolic tangent.", arity: 1, ulps: within(0.9), relaxed: 0.9, formula: tanh },
  timestep: {
    about: "Whole steps in a time, with a tolerance of a thousandth of a step.",
    arity: 2,
    ulps: within(2),
    relaxed: undecided,
    formula: timestep,
  },
};

/** Apply a built-in function to given operations; missing arguments are 0. */
export function applyBuiltIn<V, M>(o: Operations<V, M>, name: FunctionName, args: readonly V[]): V {
  const zero = o.constant(0);
  const [x = zero, y = zero, z = zero] = args;
  const { formula } = builtIns[name];
  return formula(o, x, y, z);
}

/** Functions of a few instructions. */
const short: ReadonlySet<string> = new Set<FunctionName>([
  "abs",
  "ceil",
  "clip",
  "floor",
  "floor_divide",
  "int",
  "max",
  "min",
  "modulo",
  "sign",
  "sqrt",
  "timestep",
]);

/** Test whether a function is too long to be inlined in rarely executed code. */
export function isLong(name: string): boolean {
  return !short.has(name);
}
