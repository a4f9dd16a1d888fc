// maths: the values stand in the list of jobs, from which all runs take them.
import type { ParameterValue } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { SWEEP_VALUES } from "./errors.ts";
import { splitArguments } from "./split-arguments.ts";

/** Path of a parameter, and the seed of drawn values. */
interface ValuesOf {
  /** Path of the parameter. */
  readonly path: string;
  readonly seed: number;
}

/** Maximum number of values of one parameter. */
const mostValues = 1e5;

/**
 * Parse the values of a parameter: quantities, numbers, names, JSON, and series.
 *
 * Values are separated by commas outside brackets.
 *
 * `linspace(from, until, n)` and `logspace(from, until, n)` include both ends, which are given as values.
 * `draw(uniform, low, high, n)` and `draw(normal, mean, sd, n)` depend only on the seed and the path.
 */
export function readValues(text: string, { path, seed }: ValuesOf): readonly ParameterValue[] {
  const values = splitArguments(text).flatMap((piece): readonly ParameterValue[] => {
    const [, name = "", inside = ""] = /^([a-z]+)\((.*)\)$/is.exec(piece) ?? [];
    if (name === "") return [literal(piece, path)];
    const make = Object.hasOwn(series, name) ? series[name] : undefined;
    if (make !== undefined) return make(splitArguments(inside), { path, seed });
    const expected = `one of ${Object.keys(series).join(", ")}`;
    throw SWEEP_VALUES({
      place: path,
      message: "This series does not exist.",
      expected,
      got: name,
    });
  });
  return values;
}

/** Arguments of a series. */
type Series = (inside: readonly string[], of: ValuesOf) => readonly ParameterValue[];

const series: Readonly<Record<string, Series>> = {
  linspace(inside, { path }) {
    const { from, until, count, unit } = rangeOf("linspace", inside, path);
    return spaced(count, unit, (share) => from * (1 - share) + until * share);
  },
  logspace(inside, { path }) {
    const { from, until, count, unit } = rangeOf("logspace", inside, path);
    if (!(from * until > 0)) {
      const message = "logspace takes two values of the same sign, neither of them 0.";
      throw SWEEP_VALUES({ place: path, message, got: inside.join(", ") });
    }
    const sign = Math.sign(from);
    const [low, high] = [Math.log(from * sign), Math.log(until * sign)];
    return spaced(count, unit, (share) => {
      if (share === 0) return from;
      return share === 1 ? until : sign * Math.exp(low * (1 - share) + high * share);
    });
  },
  draw([law = "", ...inside], { path, seed }) {
    const take = Object.hasOwn(laws, law) ? laws[law] : undefined;
    if (take === undefined) {
      const expected = `one of ${Object.keys(laws).join(", ")}`;
      throw SWEEP_VALUES({
        place: path,
        message: "This distribution does not exist.",
        expected,
        got: law,
      });
    }
    const { from, until, count, unit } = rangeOf("draw", inside, path);
    const draws = stream(streamKey(seed, `sweep/${path}`), 0);
    return Array.from({ length: count }, () => quantity(take(draws, from, until), unit));
  },
};

type Draws = Pick<ReturnType<typeof stream>, "uniform" | "normal">;

const laws: Readonly<Record<string, (draws: Draws, a: number, b: number) => number>> = {
  uniform: (draws, low, high) => low + (high - low) * draws.uniform(),
  normal: (draws, mean, sd) => mean + sd * draws.normal(),
};

function spaced(
  count: number,
  unit: string,
  at: (share: number) => number,
): readonly ParameterValue[] {
  return Array.from({ length: count }, (_, k) =>
    quantity(at(count === 1 ? 0 : k / (count - 1)), unit),
  );
}

/** Twelve digits, so that 0.1 + 0.2 is 0.3. */
function quantity(value: number, unit: string): ParameterValue {
  const rounded = Number(value.toPrecision(12));
  return unit === "" ? rounded : `${rounded} ${unit}`;
}

interface Range {
  readonly from: number;
  readonly until: number;
  readonly count: number;
  /** Empty for plain numbers. */
  readonly unit: string;
}

function rangeOf(name: string, inside: readonly string[], path: string): Range {
  const refuse = (message: string, got: string): Error =>
    SWEEP_VALUES({ place: path, message, got });
  if (inside.length !== 3) {
    throw refuse(`${name} takes three arguments: two values and a count.`, inside.join(", "));
  }
  const [from, until] = inside.slice(0, 2).map((text) => {
    const found = asQuantity(text);
    if (found !== undefined) return found;
    throw refuse(`${name} takes numbers, with or without a unit.`, text);
  }) as [Numeric, Numeric];
  const count = Number(inside[2]);
  if (!(Number.isInteger(count) && count >= 1 && count <= mostValues)) {
    throw refuse(`${name} gives 1 to ${mostValues} values.`, inside[2] ?? "");
  }
  const unit = until.unit || from.unit;
  if (from.unit !== "" && from.unit !== unit) {
    throw refuse(
      `Both values of ${name} must have the same unit.`,
      `${from.unit} and ${until.unit}`,
    );
  }
  return { from: from.value, until: until.value, count, unit };
}

/** A number and its unit, which is empty for a plain number. */
export interface Numeric {
  readonly value: number;
  readonly unit: string;
}

const number = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(\S.*)?$/i;

/** Split a string or number into number and unit; undefined if it does not start with a number. */
export function asQuantity(value: unknown): Numeric | undefined {
  if (typeof value === "number") return { value, unit: "" };
  if (typeof value !== "string") return undefined;
  const [, digits, unit = ""] = number.exec(value.trim()) ?? [];
  return digits === undefined ? undefined : { value: Number(digits), unit };
}

/** Parse one value: JSON if it looks like JSON, a number, or a literal string. */
function literal(text: string, path: string): ParameterValue {
  if (text === "") {
    throw SWEEP_VALUES({ place: path, message: "A value is missing.", got: "nothing" });
  }
  if (text === "true" || text === "false") return text === "true";
  const plain = asQuantity(text);
  if (plain?.unit === "") return plain.value;
  if (!/^["[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as ParameterValue;
  } catch {
    throw SWEEP_VALUES({ place: path, message: "This is not JSON.", got: text.slice(0, 60) });
  }
}
