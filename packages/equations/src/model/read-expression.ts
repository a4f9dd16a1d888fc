import { nearestName, SpikeLoomError } from "@spikeloom/kernel";
import {
  type Dimension,
  dimensionless,
  divideDimensions,
  formatDimension,
  parseQuantity,
  type Quantity,
  sameDimension,
  toInternal,
  UNKNOWN_UNIT,
} from "@spikeloom/units";
import { number } from "../build.ts";
import { type FunctionSignature, findFunction } from "../builtin-functions.ts";
import { isNoise, timeDimension } from "../builtin-names.ts";
import { requireBoolean, requireDimension } from "../dimensions.ts";
import { inlineUnits } from "../equation-units.ts";
import { dimensionMismatch, fractionalStep } from "../errors.ts";
import type { Expression } from "../expression.ts";
import { formatExpression } from "../format-expression.ts";
import { calledFunctions, freeNames } from "../names.ts";
import { parseExpression } from "../parse-expression.ts";
import { MODEL_NOISE, MODEL_SCOPE } from "./errors.ts";
import { attempt, type NameRole, placed, placeIn, type Reading } from "./reading.ts";
import { fractionalPart, type LeastWhole } from "./whole-numbers.ts";

/** Required type of an expression, and the names it may read. */
export interface Wanted {
  /** The dimension it must have, or a condition. */
  readonly needs: Dimension | "condition";
  /** The path of the expression in the record. */
  readonly path: string;
  /** Start of error messages about dimensions. */
  readonly what?: string;
  /** Names available only in this expression, such as the weight that arrives. */
  readonly extra?: ReadonlyMap<string, Dimension>;
  /** Whether it may read white noise. */
  readonly noise?: boolean;
  /** `never` where an expression is evaluated more than once per step. */
  readonly draws?: "never";
  /** Functions available only in this expression. */
  readonly functions?: Readonly<Record<string, FunctionSignature>>;
  /** Whether it may only read values that stay constant during a run. */
  readonly constant?: boolean;
  /** Names of one role that it cannot read, with the reason. */
  readonly without?: { readonly role: NameRole; readonly reason: string };
  /** Whether `20 ms` is read as a quantity. */
  readonly quantity?: boolean;
  /** Whether its value is stored as an integer; names available only in it are integers. */
  readonly wholeNumber?: boolean;
}

/** Read, check and resolve an expression of a record; after an error, which is recorded, returns undefined. */
export function readExpression(
  reading: Reading,
  text: string | number,
  wanted: Wanted,
): Expression | undefined {
  const place = placeIn(reading, wanted.path);
  return attempt(reading, () => placed(place, () => readOrThrow(reading, text, wanted)));
}

/** Read an optional expression. */
export function readOptional(
  reading: Reading,
  text: string | number | undefined,
  wanted: Wanted,
): Expression | undefined {
  return text === undefined ? undefined : readExpression(reading, text, wanted);
}

/** The dimension of a rate: one over a time. */
export const rateDimension: Dimension = [0, 0, -1, 0, 0, 0, 0];

/** Return the dimension of a derivative with respect to time. */
export function perTime(dimension: Dimension): Dimension {
  return divideDimensions(dimension, timeDimension);
}

function readOrThrow(reading: Reading, text: string | number, wanted: Wanted): Expression {
  const place = placeIn(reading, wanted.path);
  const source = String(text);
  const quantity = wanted.quantity === true ? quantityOf(text) : undefined;
  if (quantity !== undefined) return readQuantity(reading, quantity, { wanted, source, place });
  const parsed = parseExpression(source, { place });
  checkReads(reading, parsed, { wanted, place });
  const isDeclared = (name: string): boolean =>
    reading.names.has(name) || wanted.extra?.has(name) === true;
  if (!readsBroken(reading, parsed)) {
    checkType(reading, parsed, { wanted, source, place });
    checkWhole(reading, parsed, { wanted, source, place });
  }
  return inlineUnits(parsed, isDeclared);
}

/** Read `20 ms` or a number; undefined for anything else, which may be an expression. */
function quantityOf(text: string | number): Quantity | undefined {
  try {
    return parseQuantity(text);
  } catch (error) {
    const isUnit = error instanceof SpikeLoomError && error.code === UNKNOWN_UNIT.code;
    if (isUnit || !(error instanceof SpikeLoomError)) throw error;
    return undefined;
  }
}

function readQuantity(
  reading: Reading,
  quantity: Quantity,
  { wanted, source, place }: SourcedWhere,
): Expression {
  const { needs, path, what = `"${path}" of "${reading.name}"` } = wanted;
  const { dimension } = quantity.unit;
  const joinsAny = quantity.value === 0 || !Number.isFinite(quantity.value);
  const isBare = sameDimension(dimension, dimensionless);
  if (needs === "condition") checkType(reading, number(quantity.value), { wanted, source, place });
  else if (!sameDimension(dimension, needs) && !(joinsAny && isBare)) {
    throw dimensionMismatch({
      text: source,
      at: 0,
      place,
      message: `${what} needs ${formatDimension(needs)} but has ${formatDimension(dimension)}.`,
      next: `Write it in a unit of ${formatDimension(needs)}.`,
    });
  }
  checkWhole(reading, number(quantity.value), { wanted, source, place });
  // A quantity is converted as a decimal: "0.3 nA" is exactly 300 pA.
  return number(toInternal(quantity));
}

interface Where {
  readonly wanted: Wanted;
  readonly place: string;
}

type SourcedWhere = Where & { readonly source: string };

function checkType(
  reading: Reading,
  parsed: Expression,
  { wanted, source, place }: SourcedWhere,
): void {
  const { names } = reading;
  const { extra } = wanted;
  const scope = (name: string): Dimension | undefined =>
    extra?.get(name) ?? names.get(name)?.dimension;
  const booleans = { has: (name: string): boolean => names.get(name)?.boolean === true };
  const context = {
    place,
    text: source,
    booleans,
    functions: wanted.functions,
    names: readableNames(reading, extra),
  };
  if (wanted.needs === "condition") requireBoolean(parsed, scope, context);
  else {
    const what = wanted.what ?? `"${wanted.path}" of "${reading.name}"`;
    requireDimension(parsed, wanted.needs, { scope, context, what });
  }
}

/** Return the minimum of each name of the model that always holds an integer. */
export function leastWhole({ names, wholeNumbers }: Reading, extra?: Wanted["extra"]): LeastWhole {
  return (name) => {
    if (names.has(name)) return wholeNumbers.get(name);
    if (extra?.has(name) === true) return Number.NEGATIVE_INFINITY;
    return counts.has(name) ? 0 : undefined;
  };
}

/** Predefined names that hold a count. */
const counts: ReadonlySet<string> = new Set(["t_in_timesteps", "i", "j", "N"]);

function checkWhole(
  reading: Reading,
  parsed: Expression,
  { wanted, source, place }: SourcedWhere,
): void {
  if (wanted.wholeNumber !== true) return;
  const part = fractionalPart(parsed, leastWhole(reading, wanted.extra));
  if (part === undefined) return;
  const what = wanted.what ?? `"${wanted.path}" of "${reading.name}"`;
  const got = formatExpression(part);
  const all = source.length > 40 ? "..." : source;
  throw fractionalStep({
    text: source,
    at: part.at ?? 0,
    place,
    message: `${what} must be a whole number, but "${got}" may not be one.`,
    expected: "an integer",
    got,
    next: `Specify the rounding: floor(${all}) rounds down, ceil(${all}) up, int(${all}) toward zero.`,
  });
}

/** Names that an undefined name may have meant; only computed for errors. */
function readableNames(reading: Reading, extra: Wanted["extra"]): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      // An error that is not recorded needs no explanation.
      if (reading.errors.isFull) return;
      for (const [name, known] of reading.names) {
        if (known.dimension !== undefined && !known.boolean) yield name;
      }
      yield* extra?.keys() ?? [];
    },
  };
}

function readsBroken(reading: Reading, parsed: Expression): boolean {
  for (const name of freeNames(parsed)) {
    const known = reading.names.get(name);
    if (known !== undefined && known.dimension === undefined) return true;
  }
  return false;
}

function checkReads(reading: Reading, parsed: Expression, where: Where): void {
  checkNoise(reading, parsed, where);
  for (const name of freeNames(parsed)) checkName(reading, name, where);
}

function checkNoise(reading: Reading, parsed: Expression, { wanted, place }: Where): void {
  const noise = [...freeNames(parsed)].find(
    (name) => (isNoise(name) && !reading.names.has(name)) || reading.noisy.has(name),
  );
  if (noise !== undefined && wanted.noise !== true) {
    throw MODEL_NOISE({
      place,
      message: `White noise ("${noise}") can only be read in dynamics.`,
      next: "Use randn() for a number that is drawn once.",
    });
  }
  if (wanted.draws !== "never") return;
  const draw = [...calledFunctions(parsed)].find((name) => findFunction(name)?.stochastic);
  if (draw === undefined) return;
  throw MODEL_NOISE({
    place,
    message: `The result of ${draw}() would depend on how often this equation is evaluated.`,
    next: 'Move it into an expression with "constantOverStep": true.',
  });
}

function checkName(reading: Reading, name: string, { wanted, place }: Where): void {
  const known = reading.names.get(name);
  if (wanted.without !== undefined && known?.role === wanted.without.role) {
    const { reason } = wanted.without;
    throw MODEL_SCOPE({ place, message: `"${name}" cannot be read here: ${reason}.` });
  }
  const isSynapseIndex = name === "j" && reading.kind === "neuron" && known === undefined;
  if (isSynapseIndex && wanted.extra?.has(name) !== true) {
    throw MODEL_SCOPE({
      place,
      message: '"j" is the index of a target and exists in synapses only.',
    });
  }
  if (wanted.constant !== true) return;
  const isTime = known === undefined && (name === "t" || name === "t_in_timesteps");
  const changes = known !== undefined && !isConstant(reading, name, known.role);
  if (!isTime && !changes) return;
  throw MODEL_SCOPE({
    place,
    message: `"${name}" changes during a run, which is not allowed here.`,
    next: "Use parameters, or expressions of parameters.",
  });
}

function isConstant(reading: Reading, name: string, role: NameRole): boolean {
  return role === "parameter" || (role === "expression" && !reading.changing.has(name));
}

/** Explain an undefined name. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const names = [...known];
  const nearest = nearestName(name, names);
  if (nearest !== undefined) return `Did you mean "${nearest}"?`;
  return names.length === 0 ? "There is none." : `There is ${names.slice(0, 8).join(", ")}.`;
}
