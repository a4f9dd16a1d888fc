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
  /** About where most of them lie, without regard to "min" and "max". */
  readonly middle: number;
}

interface Distributed extends Support {
  readonly sampler: Sampler;
}

/** Context for preparing a draw. */
export interface DrawWanted extends Wanted {
  /** The unit that `lognormal` takes the logarithm over. */
  readonly unit: string;
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
export function prepareDraw(value: DrawValue, wanted: DrawWanted): Sampler {
  return prepareSampler(value, wanted).sampler;
}

/** Check the arguments of a distribution and find its support. */
export function drawSupport(value: DrawValue, wanted: DrawWanted): Support {
  const { low, high, middle } = prepareSampler(value, wanted);
  return { low, high, middle };
}

function prepareSampler(value: DrawValue, wanted: DrawWanted): Distributed {
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
  const distributed = distribution.prepare(readArguments(value, wanted));
  return round(bound(distributed, value, wanted), value, wanted);
}

const everywhere = ["draw", "min", "max", "outside", "round"];

const distributions: {
  readonly [D in Distribution]: {
    readonly takes: readonly string[];
    readonly prepare: (given: Arguments) => Distributed;
  };
} = {
  uniform: {
    takes: ["low", "high"],
    prepare: (given) => {
      const [low, high] = [given.quantity("low"), given.quantity("high")];
      ordered(low, high, given.wanted);
      const sampler = scaled("uniform", { base: low, factor: high - low });
      return { sampler, low, high, middle: (low + high) / 2 };
    },
  },
  "uniform-integer": {
    takes: ["low", "high"],
    prepare: (given) => {
      const low = given.plain("low", "a whole number");
      const count = given.plain("high", "a whole number") - low;
      ordered(1, count, given.wanted);
      const sampler = drawnSingly((stream) => low + stream.integer(count));
      const high = low + count - 1;
      return pure(given, { sampler, low, high, middle: (low + high) / 2 });
    },
  },
  normal: {
    takes: ["mean", "sd"],
    prepare: (given) => {
      const [mean, sd] = [given.quantity("mean"), given.quantity("sd")];
      ordered(0, sd, given.wanted);
      const sampler = scaled("normal", { base: mean, factor: sd });
      if (sd === 0) return { sampler, low: mean, high: mean, middle: mean };
      const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      return { sampler, low, high, middle: mean };
    },
  },
  lognormal: {
    takes: ["mu", "sigma"],
    prepare: (given) => {
      const mu = given.plain("mu", "any number");
      const sigma = given.plain("sigma", "a number from 0 on");
      const one = toInternal({ value: 1, unit: parseUnit(given.wanted.unit) });
      const exp = given.wanted.functions["exp"];
      if (exp !== undefined) {
        const logarithm = scaled("normal", { base: mu, factor: sigma });
        return { sampler: mapped(logarithm, (x) => exp(x) * one), ...fromZero(exp(mu) * one) };
      }
      const message = 'A log-normal draw needs the function "exp".';
      const next = "Pass the function table of the backend.";
      throw DRAW({ place: given.wanted.place, message, next });
    },
  },
  exponential: {
    takes: ["mean"],
    prepare: (given) => {
      const mean = given.quantity("mean");
      return { sampler: drawnSingly((stream) => mean * stream.exponential()), ...fromZero(mean) };
    },
  },
  gamma: {
    takes: ["shape", "scale"],
    prepare: (given) => {
      const shape = given.plain("shape", "a number above 0");
      const scale = given.quantity("scale");
      const sampler = drawnSingly((stream) => scale * stream.gamma(shape));
      return { sampler, ...fromZero(scale * shape) };
    },
  },
  poisson: {
    takes: ["mean"],
    prepare: (given) => {
      const mean = given.plain("mean", "a number from 0 on");
      const sampler = drawnSingly((stream) => stream.poisson(mean));
      return pure(given, { sampler, ...fromZero(mean) });
    },
  },
  binomial: {
    takes: ["n", "p"],
    prepare: (given) => {
      const n = given.plain("n", "a whole number from 0 on");
      const p = given.plain("p", "a number from 0 to 1");
      const sampler = drawnSingly((stream) => stream.binomial(n, p));
      return pure(given, { sampler, low: 0, high: n, middle: n * p });
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

/** Distributions of whole numbers draw pure numbers only: the dimension is checked like a number's. */
function pure({ wanted }: Arguments, distributed: Distributed): Distributed {
  readScalar(1, wanted);
  return distributed;
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

function bound(given: Distributed, value: DrawValue, wanted: DrawWanted): Distributed {
  const { place } = wanted;
  if (value.min === undefined && value.max === undefined) return given;
  const limit = (name: "min" | "max", otherwise: number): number =>
    value[name] === undefined
      ? otherwise
      : readScalar(value[name], { ...wanted, place: `${place}.${name}` });
  const min = limit("min", Number.NEGATIVE_INFINITY);
  const max = limit("max", Number.POSITIVE_INFINITY);
  if (min > max) throw DRAW({ place, message: '"min" is above "max".', got: show(value.min) });
  const { sampler, middle } = given;
  const window = { min, max, place };
  if (value.outside === "clip") {
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

function round(given: Distributed, value: DrawValue, wanted: DrawWanted): Distributed {
  if (value.round === undefined) return given;
  const place = `${wanted.place}.round`;
  const multiple = readScalar(value.round, { ...wanted, place });
  if (multiple > 0 && Number.isFinite(multiple)) {
    const { sampler, middle } = given;
    const nearest = (x: number): number => Math.floor(x / multiple + 0.5) * multiple;
    const [low, high] = [nearest(given.low), nearest(given.high)];
    return { sampler: rounded(sampler, multiple), low, high, middle };
  }
  const message = '"round" must be a quantity above 0.';
  throw DRAW({ place, message, got: show(value.round) });
}
