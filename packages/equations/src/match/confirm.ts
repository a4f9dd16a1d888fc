import { builtinFunctions } from "../builtin-functions.ts";
import { evaluate } from "../evaluate.ts";
import type { Expression } from "../expression.ts";
import type { FunctionTable } from "../function-table.ts";
import { hostFunctions } from "../functions/host.ts";
import type { ParsedParameter } from "../model/parsed.ts";
import { freeNames } from "../names.ts";

/** Two expressions that must be equal, and whether they are conditions. */
export interface ExpressionPair {
  readonly standard: Expression;
  readonly model: Expression;
}

/** Meanings of the names on both sides. */
export interface Confirmation {
  /** Of the model. */
  readonly parameters: ReadonlyMap<string, ParsedParameter>;
  readonly fixed: ReadonlyMap<string, number>;
  /** The standard model's parameters: expressions of the model's, or numbers. */
  readonly values: ReadonlyMap<string, Expression>;
  /** The model's name of a variable of the standard model. */
  readonly variable: (standardName: string) => string | undefined;
}

const points = 24;
/** Number of points at which both sides must be numbers. */
const least = 6;
const tolerance = 1e-8;

/**
 * Test whether expressions, evaluated as written, are equal at random points.
 *
 * Independent of how the match was found.
 */
export function confirmPairs(pairs: readonly ExpressionPair[], given: Confirmation): boolean {
  return pairs.every((pair, k) => confirmPair(pair, given, k));
}

function confirmPair(
  { standard, model }: ExpressionPair,
  given: Confirmation,
  which: number,
): boolean {
  const conditions = differenceOf(standard, model);
  if (conditions !== undefined) return confirmConditions(conditions, given, which);
  let compared = 0;
  for (let point = 0; point < points; point++) {
    const scope = scopeAt(given, 1000 * which + point);
    const ours = evaluate(model, { scope: scope.model, functions });
    const theirs = evaluate(standard, { scope: scope.standard, functions });
    if (!Number.isFinite(ours) && !Number.isFinite(theirs)) continue;
    if (!isClose(ours, theirs)) return false;
    compared += 1;
  }
  return compared >= least || freeNames(model).size === 0;
}

/** Rewrite two comparisons as the expressions that are compared with zero. */
function differenceOf(standard: Expression, model: Expression): ExpressionPair | undefined {
  const sides = [standard, model].map((e): Expression | undefined => {
    if (e.kind === "greater" || e.kind === "greater_equal") return { ...e, kind: "subtract" };
    if (e.kind !== "less" && e.kind !== "less_equal") return undefined;
    return { kind: "subtract", left: e.right, right: e.left };
  });
  const [theirs, ours] = sides;
  return theirs === undefined || ours === undefined ? undefined : { standard: theirs, model: ours };
}

/** Test whether both differences have the same sign, or are both zero. */
function confirmConditions(pair: ExpressionPair, given: Confirmation, which: number): boolean {
  const shares: number[] = [];
  for (let point = 0; point < points; point++) {
    const scope = scopeAt(given, 1000 * which + point);
    const ours = evaluate(pair.model, { scope: scope.model, functions });
    const theirs = evaluate(pair.standard, { scope: scope.standard, functions });
    if (Number.isFinite(ours / theirs) && ours !== 0) shares.push(ours / theirs);
    else if (ours !== theirs && (Number.isFinite(ours) || Number.isFinite(theirs))) return false;
  }
  return shares.length >= least && shares.every((share) => share > 0);
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

interface Scopes {
  readonly model: (name: string) => number | undefined;
  readonly standard: (name: string) => number | undefined;
}

function scopeAt({ parameters, fixed, values, variable }: Confirmation, point: number): Scopes {
  const drawn = new Map<string, number>();
  const model = (name: string): number | undefined => {
    const known = fixed.get(name) ?? drawn.get(name);
    if (known !== undefined) return known;
    if (constantNames.has(name)) return undefined;
    const parameter = parameters.get(name);
    const share = drawnShare(name, point);
    const value = parameter === undefined ? anyValue(share) : nearDefault(parameter, share);
    drawn.set(name, value);
    return value;
  };
  const standard = (name: string): number | undefined => {
    const value = values.get(name);
    if (value !== undefined) return evaluate(value, { scope: model, functions });
    return model(variable(name) ?? name);
  };
  return { model, standard };
}

const constantNames: ReadonlySet<string> = new Set(["True", "False", "pi", "e", "inf"]);

const sizes = [0.1, 0.5, 1, 4, 10, 30, 60, 100] as const;

/** Draw a value for a variable: magnitude between 0.1 and 200, either sign. */
function anyValue(share: number): number {
  const spread = (share * 4099) % 1;
  const size = (sizes[Math.floor(spread * sizes.length)] ?? 1) * (1 + share);
  return share < 0.5 ? -size : size;
}

function nearDefault({ defaultValue, min, type }: ParsedParameter, share: number): number {
  if (type === "boolean") return share < 0.5 ? 0 : 1;
  if (type === "integer") return defaultValue;
  if (defaultValue !== 0) return defaultValue * (0.6 + 0.8 * share);
  return min !== undefined && min >= 0 ? 0.1 + share : 2 * share - 1;
}

/** Return a number from 0 to 1 that depends only on a name and a point (FNV-1a, followed by a mixer). */
function drawnShare(name: string, point: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(point + 1, 0x9e3779b9);
  for (let k = 0; k < name.length; k++) hash = Math.imul(hash ^ name.charCodeAt(k), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Draws are replaced by one number each, which depends on their arguments. */
const functions: FunctionTable = {
  ...hostFunctions,
  ...Object.fromEntries(
    Object.entries(builtinFunctions)
      .filter(([, { stochastic }]) => stochastic === true)
      .map(([name]) => [
        name,
        (...args: readonly number[]) => args.reduce((sum, arg) => 0.7 * sum + arg, 0.37),
      ]),
  ),
};
