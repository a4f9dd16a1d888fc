import type { FunctionTable } from "@spikeloom/equations";
import type { Distribution, DrawValue } from "@spikeloom/kernel";
import { dimensionless, parseUnit, toInternal } from "@spikeloom/units";
import { DRAW, show } from "../errors.ts";
import { clipped, drawnSingly, mapped, redrawn, rounded, type Sampler, scaled } from "./sampler.ts";
import { readScalar, type Wanted } from "./scalar.ts";

/** Support of a distribution, in internal units, including both ends. */
export interface Support {
  readonly low: number;
  readonly high: number;
  /** Approximate range of most values, without regard to "min" and "max". */
  readonly middle: number;
}

interface Distributed extends Support {
  readonly sampler: Sampler;
}

/** A distribution with its arguments, in internal units. */
export type DrawLaw =
  | { readonly distribution: "uniform"; readonly low: number; readonly high: number }
  /** Whole numbers from `low` on, excluding `high`. */
  | { readonly distribution: "uniform-integer"; readonly low: number; readonly high: number }
  | { readonly distribution: "normal"; readonly mean: number; readonly sd: number }
  /** `unit` times the exponential of a normal number. */
  | {
      readonly distribution: "lognormal";
      readonly mu: number;
      readonly sigma: number;
      readonly unit: number;
    }
  | { readonly distribution: "exponential"; readonly mean: number }
  | { readonly distribution: "gamma"; readonly shape: number; readonly scale: number }
  | { readonly distribution: "poisson"; readonly mean: number }
  | { readonly distribution: "binomial"; readonly n: number; readonly p: number };

/** A draw as data: a distribution, its window and its rounding, in internal units. */
export interface DrawProgram {
  readonly law: DrawLaw;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Treatment of values outside `min` and `max`; they are drawn again by default. */
  readonly outside?: "redraw" | "clip" | undefined;
  /** Multiple to which values are rounded. */
  readonly round?: number | undefined;
}

/** Context for reading a draw. */
export interface DrawWanted extends Wanted {
  /** The unit by which `lognormal` divides before it takes the logarithm. */
  readonly unit: string;
}

/** Context for drawing. */
export interface DrawContext {
  readonly place: string;
  readonly functions: FunctionTable;
}

/** Reads the arguments of a distribution. */
interface Arguments {
  /** A quantity of the value's dimension. */
  quantity(name: "low" | "high" | "mean" | "sd" | "scale"): number;
  /** A plain number that passes a test. */
  plain(name: "mu" | "sigma" | "shape" | "n" | "p" | "low" | "high" | "mean", rule: Rule): number;
  readonly wanted: DrawWanted;
}

type Rule = keyof typeof rules;

const rules = {
  "any number": (x: number) => Number.isFinite(x),
  "a number from 0 on": (x: number) => x >= 0 && x < Number.POSITIVE_INFINITY,
  "a number above 0": (x: number) => x > 0 && x < Number.POSITIVE_INFINITY,
  "a whole number": (x: number) => Number.isSafeInteger(x),
  "a whole number from 0 on": (x: number) => Number.isSafeInteger(x) && x >= 0,
  "a number from 0 to 1": (x: number) => x >= 0 && x <= 1,
} as const;

/** Check the arguments of a distribution and create its sampler. */
export function prepareDraw(
  value: DrawValue,
  wanted: DrawWanted & Pick<DrawContext, "functions">,
): Sampler {
  return openDraw(lowerDraw(value, wanted), wanted);
}

/** Check the arguments of a distribution and find its support. */
export function drawSupport(
  value: DrawValue,
  wanted: DrawWanted & Pick<DrawContext, "functions">,
): Support {
  const { low, high, middle } = distributed(lowerDraw(value, wanted), wanted);
  return { low, high, middle };
}

/** Check a draw and convert its arguments to internal units. */
export function lowerDraw(value: DrawValue, wanted: DrawWanted): DrawProgram {
  const distribution = Object.hasOwn(distributions, value.draw)
    ? distributions[value.draw]
    : undefined;
  if (distribution === undefined) {
    const place = `${wanted.place}.draw`;
    const expected = `one of ${Object.keys(distributions).join(", ")}`;
    const message = "This distribution does not exist.";
    throw DRAW({ place, message, expected, got: show(value.draw) });
  }
  checkArguments(value, distribution.takes, wanted);
  const law = distribution.read(readArguments(value, wanted));
  const limit = (name: "min" | "max"): number | undefined =>
    value[name] === undefined
      ? undefined
      : readScalar(value[name], { ...wanted, place: `${wanted.place}.${name}` });
  const [min, max] = [limit("min"), limit("max")];
  if (min !== undefined && max !== undefined && min > max) {
    throw DRAW({ place: wanted.place, message: '"min" is above "max".', got: show(value.min) });
  }
  const round = value.round === undefined ? undefined : readMultiple(value.round, wanted);
  return { law, min, max, outside: value.outside, round };
}

/** Create the sampler of a draw. */
export function openDraw(draw: DrawProgram, context: DrawContext): Sampler {
  return distributed(draw, context).sampler;
}

function distributed(draw: DrawProgram, context: DrawContext): Distributed {
  const { law, round } = draw;
  const prepare = distributions[law.distribution].prepare as Prepare<Distribution>;
  const bounded = bound(prepare(law as never, context), draw, context);
  if (round === undefined) return bounded;
  const { sampler, middle } = bounded;
  const nearest = (x: number): number => Math.floor(x / round + 0.5) * round;
  const [low, high] = [nearest(bounded.low), nearest(bounded.high)];
  return { sampler: rounded(sampler, round), low, high, middle };
}

const everywhere = ["draw", "min", "max", "outside", "round"];

type LawOf<D extends Distribution> = Extract<DrawLaw, { readonly distribution: D }>;
type Prepare<D extends Distribution> = (law: LawOf<D>, context: DrawContext) => Distributed;

const distributions: {
  readonly [D in Distribution]: {
    readonly takes: readonly string[];
    readonly read: (given: Arguments) => LawOf<D>;
    readonly prepare: Prepare<D>;
  };
} = {
  uniform: {
    takes: ["low", "high"],
    read: (given) => {
      const [low, high] = [given.quantity("low"), given.quantity("high")];
      ordered(low, high, given.wanted);
      return { distribution: "uniform", low, high };
    },
    prepare: ({ low, high }) => {
      const sampler = scaled("uniform", { base: low, factor: high - low });
      return { sampler, low, high, middle: (low + high) / 2 };
    },
  },
  "uniform-integer": {
    takes: ["low", "high"],
    read: (given) => {
      const low = given.plain("low", "a whole number");
      const high = given.plain("high", "a whole number");
      ordered(1, high - low, given.wanted);
      return pure(given, { distribution: "uniform-integer", low, high });
    },
    prepare: ({ low, high: end }) => {
      const count = end - low;
      const sampler = drawnSingly((stream) => low + stream.integer(count));
      const high = low + count - 1;
      return { sampler, low, high, middle: (low + high) / 2 };
    },
  },
  normal: {
    takes: ["mean", "sd"],
    read: (given) => {
      const [mean, sd] = [given.quantity("mean"), given.quantity("sd")];
      ordered(0, sd, given.wanted);
      return { distribution: "normal", mean, sd };
    },
    prepare: ({ mean, sd }) => {
      const sampler = scaled("normal", { base: mean, factor: sd });
      if (sd === 0) return { sampler, low: mean, high: mean, middle: mean };
      const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      return { sampler, low, high, middle: mean };
    },
  },
  lognormal: {
    takes: ["mu", "sigma"],
    read: (given) => {
      const mu = given.plain("mu", "any number");
      const sigma = given.plain("sigma", "a number from 0 on");
      const unit = toInternal({ value: 1, unit: parseUnit(given.wanted.unit) });
      return { distribution: "lognormal", mu, sigma, unit };
    },
    prepare: ({ mu, sigma, unit }, { place, functions }) => {
      const exp = functions["exp"];
      if (exp !== undefined) {
        const logarithm = scaled("normal", { base: mu, factor: sigma });
        return { sampler: mapped(logarithm, (x) => exp(x) * unit), ...fromZero(exp(mu) * unit) };
      }
      const message = 'A log-normal draw needs the function "exp".';
      throw DRAW({ place, message, next: "Pass the function table of the backend." });
    },
  },
  exponential: {
    takes: ["mean"],
    read: (given) => ({ distribution: "exponential", mean: given.quantity("mean") }),
    prepare: ({ mean }) => {
      return { sampler: drawnSingly((stream) => mean * stream.exponential()), ...fromZero(mean) };
    },
  },
  gamma: {
    takes: ["shape", "scale"],
    read: (given) => {
      const shape = given.plain("shape", "a number above 0");
      return { distribution: "gamma", shape, scale: given.quantity("scale") };
    },
    prepare: ({ shape, scale }) => {
      const sampler = drawnSingly((stream) => scale * stream.gamma(shape));
      return { sampler, ...fromZero(scale * shape) };
    },
  },
  poisson: {
    takes: ["mean"],
    read: (given) => {
      const mean = given.plain("mean", "a number from 0 on");
      return pure(given, { distribution: "poisson", mean });
    },
    prepare: ({ mean }) => {
      return { sampler: drawnSingly((stream) => stream.poisson(mean)), ...fromZero(mean) };
    },
  },
  binomial: {
    takes: ["n", "p"],
    read: (given) => {
      const n = given.plain("n", "a whole number from 0 on");
      const p = given.plain("p", "a number from 0 to 1");
      return pure(given, { distribution: "binomial", n, p });
    },
    prepare: ({ n, p }) => {
      const sampler = drawnSingly((stream) => stream.binomial(n, p));
      return { sampler, low: 0, high: n, middle: n * p };
    },
  },
};

function checkArguments(value: DrawValue, takes: readonly string[], wanted: DrawWanted): void {
  const extra = Object.keys(value).find((key) => !takes.includes(key) && !everywhere.includes(key));
  if (extra !== undefined) {
    const message = `The distribution "${value.draw}" has no argument "${extra.slice(0, 60)}".`;
    const expected = takes.join(", ");
    throw DRAW({ place: `${wanted.place}.${extra.slice(0, 60)}`, message, expected });
  }
  const missing = takes.find((key) => !Object.hasOwn(value, key));
  if (missing === undefined) return;
  const message = `The distribution "${value.draw}" needs "${missing}".`;
  throw DRAW({ place: wanted.place, message, expected: takes.join(", ") });
}

function readArguments(value: DrawValue, wanted: DrawWanted): Arguments {
  return {
    wanted,
    quantity(name) {
      const place = `${wanted.place}.${name}`;
      const read = readScalar(value[name], { ...wanted, place });
      if (Number.isFinite(read)) return read;
      throw DRAW({ place, message: "An argument must be finite.", got: show(value[name]) });
    },
    plain(name, rule) {
      const place = `${wanted.place}.${name}`;
      const read = readScalar(value[name], { dimension: dimensionless, place });
      if (rules[rule](read)) return read;
      const message = `"${name}" is ${rule}.`;
      throw DRAW({ place, message, expected: rule, got: show(value[name]) });
    },
  };
}

/** Distributions of whole numbers give pure numbers only: the dimension is checked like that of a number. */
function pure<Law extends DrawLaw>({ wanted }: Arguments, law: Law): Law {
  readScalar(1, wanted);
  return law;
}

/** Return the one-sided support that starts at 0, given the sign of its mean. */
function fromZero(middle: number): Support {
  if (middle < 0) return { low: Number.NEGATIVE_INFINITY, high: 0, middle };
  return { low: 0, high: middle === 0 ? 0 : Number.POSITIVE_INFINITY, middle };
}

function ordered(low: number, high: number, { place }: DrawWanted): void {
  if (low <= high) return;
  const message = "No value satisfies these arguments.";
  const next = '"low" must be below "high", and "sd" must not be negative.';
  throw DRAW({ place, message, next });
}

function bound(given: Distributed, draw: DrawProgram, { place }: DrawContext): Distributed {
  if (draw.min === undefined && draw.max === undefined) return given;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = draw;
  const { sampler, middle } = given;
  const window = { min, max, place };
  if (draw.outside === "clip") {
    const clip = (x: number): number => Math.min(Math.max(x, min), max);
    const [low, high] = [clip(given.low), clip(given.high)];
    return { sampler: clipped(sampler, window), low, high, middle };
  }
  const [low, high] = [Math.max(given.low, min), Math.min(given.high, max)];
  if (low > high) {
    const message = 'The distribution has no values between "min" and "max".';
    throw DRAW({ place, message, next: 'Widen the bounds, or set "outside" to "clip".' });
  }
  return { sampler: redrawn(sampler, window), low, high, middle };
}

function readMultiple(value: string | number, wanted: DrawWanted): number {
  const place = `${wanted.place}.round`;
  const multiple = readScalar(value, { ...wanted, place });
  if (multiple > 0 && Number.isFinite(multiple)) return multiple;
  const message = '"round" must be a quantity above 0.';
  throw DRAW({ place, message, got: show(value) });
}
