import type { FunctionTable } from "@spikeloom/equations";
import type { Distribution, DrawValue } from "@spikeloom/kernel";
import { dimensionless, parseUnit, toInternal } from "@spikeloom/units";
import { DRAW, DRAW_REJECTED, show } from "../errors.ts";
import { readScalar, type Wanted } from "./scalar.ts";
import type { ValueStream } from "./value-stream.ts";

/** Draws one value in internal units. */
export type Drawer = (stream: ValueStream) => number;

/** Where the values of a draw can lie, in internal units, both ends included. */
export interface Support {
  readonly low: number;
  readonly high: number;
  /** About where most of them lie, without regard to "min" and "max". */
  readonly middle: number;
}

interface Sampler extends Support {
  readonly draw: Drawer;
}

/** What a draw is prepared with. */
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

// Enough for a window that holds one draw in a hundred; beyond that the bounds are a mistake.
const MOST_TRIES = 10_000;

/** Check the arguments of a distribution and make the function that draws from it. */
export function prepareDraw(value: DrawValue, wanted: DrawWanted): Drawer {
  return prepareSampler(value, wanted).draw;
}

/** Check the arguments of a distribution and find where its values can lie. */
export function drawSupport(value: DrawValue, wanted: DrawWanted): Support {
  const { low, high, middle } = prepareSampler(value, wanted);
  return { low, high, middle };
}

function prepareSampler(value: DrawValue, wanted: DrawWanted): Sampler {
  const distribution = Object.hasOwn(distributions, value.draw)
    ? distributions[value.draw]
    : undefined;
  if (distribution === undefined) {
    const place = `${wanted.place}.draw`;
    const expected = `one of ${Object.keys(distributions).join(", ")}`;
    const message = "That distribution does not exist.";
    throw DRAW({ place, message, expected, got: show(value.draw) });
  }
  checkArguments(value, distribution.takes, wanted);
  const sampler = distribution.prepare(readArguments(value, wanted));
  return round(bound(sampler, value, wanted), value, wanted);
}

const everywhere = ["draw", "min", "max", "outside", "round"];

const distributions: {
  readonly [D in Distribution]: {
    readonly takes: readonly string[];
    readonly prepare: (given: Arguments) => Sampler;
  };
} = {
  uniform: {
    takes: ["low", "high"],
    prepare: (given) => {
      const [low, high] = [given.quantity("low"), given.quantity("high")];
      ordered(low, high, given.wanted);
      const draw: Drawer = (stream) => low + (high - low) * stream.uniform();
      return { draw, low, high, middle: (low + high) / 2 };
    },
  },
  "uniform-integer": {
    takes: ["low", "high"],
    prepare: (given) => {
      const low = given.plain("low", "a whole number");
      const count = given.plain("high", "a whole number") - low;
      ordered(1, count, given.wanted);
      const draw: Drawer = (stream) => low + stream.integer(count);
      const high = low + count - 1;
      return pure(given, { draw, low, high, middle: (low + high) / 2 });
    },
  },
  normal: {
    takes: ["mean", "sd"],
    prepare: (given) => {
      const [mean, sd] = [given.quantity("mean"), given.quantity("sd")];
      ordered(0, sd, given.wanted);
      const draw: Drawer = (stream) => mean + sd * stream.normal();
      if (sd === 0) return { draw, low: mean, high: mean, middle: mean };
      return { draw, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, middle: mean };
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
        const draw: Drawer = (stream) => exp(mu + sigma * stream.normal()) * one;
        return { draw, ...fromZero(exp(mu) * one) };
      }
      const message = 'A log-normal draw needs the function "exp".';
      const next = "Pass the table of functions that the backend computes with.";
      throw DRAW({ place: given.wanted.place, message, next });
    },
  },
  exponential: {
    takes: ["mean"],
    prepare: (given) => {
      const mean = given.quantity("mean");
      return { draw: (stream) => mean * stream.exponential(), ...fromZero(mean) };
    },
  },
  gamma: {
    takes: ["shape", "scale"],
    prepare: (given) => {
      const shape = given.plain("shape", "a number above 0");
      const scale = given.quantity("scale");
      return { draw: (stream) => scale * stream.gamma(shape), ...fromZero(scale * shape) };
    },
  },
  poisson: {
    takes: ["mean"],
    prepare: (given) => {
      const mean = given.plain("mean", "a number from 0 on");
      return pure(given, { draw: (stream) => stream.poisson(mean), ...fromZero(mean) });
    },
  },
  binomial: {
    takes: ["n", "p"],
    prepare: (given) => {
      const n = given.plain("n", "a whole number from 0 on");
      const p = given.plain("p", "a number from 0 to 1");
      return pure(given, {
        draw: (stream) => stream.binomial(n, p),
        low: 0,
        high: n,
        middle: n * p,
      });
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
      throw DRAW({ place, message: "An argument is finite.", got: show(value[name]) });
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
function pure({ wanted }: Arguments, sampler: Sampler): Sampler {
  readScalar(1, wanted);
  return sampler;
}

/** The support of a distribution on one side of 0, told by its mean. */
function fromZero(middle: number): Support {
  if (middle < 0) return { low: Number.NEGATIVE_INFINITY, high: 0, middle };
  return { low: 0, high: middle === 0 ? 0 : Number.POSITIVE_INFINITY, middle };
}

function ordered(low: number, high: number, { place }: DrawWanted): void {
  if (low <= high) return;
  const message = "The arguments leave nothing to draw.";
  const next = 'Let "low" be below "high", and "sd" be no negative number.';
  throw DRAW({ place, message, next });
}

function bound(sampler: Sampler, value: DrawValue, wanted: DrawWanted): Sampler {
  const { place } = wanted;
  if (value.min === undefined && value.max === undefined) return sampler;
  const limit = (name: "min" | "max", otherwise: number): number =>
    value[name] === undefined
      ? otherwise
      : readScalar(value[name], { ...wanted, place: `${place}.${name}` });
  const min = limit("min", Number.NEGATIVE_INFINITY);
  const max = limit("max", Number.POSITIVE_INFINITY);
  if (min > max) throw DRAW({ place, message: '"min" is above "max".', got: show(value.min) });
  const { draw, middle } = sampler;
  if (value.outside === "clip") {
    const clip = (x: number): number => Math.min(Math.max(x, min), max);
    const [low, high] = [clip(sampler.low), clip(sampler.high)];
    return { draw: (stream) => clip(draw(stream)), low, high, middle };
  }
  const [low, high] = [Math.max(sampler.low, min), Math.min(sampler.high, max)];
  if (low > high) {
    const message = 'Nothing that this distribution gives lies between "min" and "max".';
    throw DRAW({ place, message, next: 'Widen the bounds, or set "outside" to "clip".' });
  }
  return { draw: redrawn(draw, { min, max, place }), low, high, middle };
}

function redrawn(
  draw: Drawer,
  { min, max, place }: { readonly min: number; readonly max: number; readonly place: string },
): Drawer {
  return (stream) => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const drawn = draw(stream);
      if (drawn >= min && drawn <= max) return drawn;
    }
    throw DRAW_REJECTED({ place, tries: MOST_TRIES });
  };
}

function round(sampler: Sampler, value: DrawValue, wanted: DrawWanted): Sampler {
  if (value.round === undefined) return sampler;
  const place = `${wanted.place}.round`;
  const multiple = readScalar(value.round, { ...wanted, place });
  if (multiple > 0 && Number.isFinite(multiple)) {
    const { draw, low, high, middle } = sampler;
    const nearest = (x: number): number => Math.floor(x / multiple + 0.5) * multiple;
    return {
      draw: (stream) => nearest(draw(stream)),
      low: nearest(low),
      high: nearest(high),
      middle,
    };
  }
  const message = '"round" is a quantity above 0.';
  throw DRAW({ place, message, got: show(value.round) });
}
