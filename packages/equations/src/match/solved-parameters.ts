import { divide, multiply, name, number } from "../build.ts";
import type { Expression } from "../expression.ts";
import type { ParsedParameter } from "../model/parsed.ts";
import {
  addEquation,
  type Monomial,
  type ProductSystem,
  solutions,
  unknownName,
  withRoots,
} from "./product-equations.ts";
import { numberOf } from "./sum-of-products.ts";
import type { Unified } from "./unify.ts";

/** Parameters of both models. */
export interface BothParameters {
  readonly standard: ReadonlyMap<string, ParsedParameter>;
  readonly model: ReadonlyMap<string, ParsedParameter>;
}

/**
 * Express the standard model's parameters in terms of the model's.
 *
 * Undefined if a comparison would be reversed, or an integer parameter would not be an integer.
 */
export function solvedParameters(
  { system, zeros, scales }: Unified,
  both: BothParameters,
): ReadonlyMap<string, Expression> | undefined {
  const rooted = withRoots(system);
  if (rooted === undefined) return undefined;
  const solved = solutions(withSameNames(rooted, both));
  const free = new Map<string, number>();
  for (const parameter of freeOf(solved, both)) {
    // Any non-zero number will do: the others follow from it.
    if (parameter.defaultValue === 0) return undefined;
    free.set(unknownName(parameter.name), parameter.defaultValue);
  }
  if (scales.some((scale) => !isPositive(solved.get(scale), both))) return undefined;
  const found = new Map<string, Expression>();
  for (const zero of zeros) if (both.standard.has(zero)) found.set(zero, number(0));
  for (const [unknown, monomial] of solved) {
    if (!both.standard.has(unknown)) continue;
    const value = expressionOf(monomial, free);
    if (!fitsType(both, unknown, value) || isBeyond(monomial, both, unknown)) return undefined;
    found.set(unknown, value);
  }
  for (const { name: one, defaultValue } of freeOf(solved, both)) {
    found.set(one, number(defaultValue));
  }
  return found;
}

/** Give each undetermined parameter the value of the model's parameter of the same name, if there is one. */
function withSameNames(system: ProductSystem, both: BothParameters): ProductSystem {
  let fullest = system;
  for (const { name: one } of freeOf(solutions(system), both)) {
    if (!both.model.has(one)) continue;
    const known: Monomial = { names: new Map([[one, 1]]), numbers: new Map() };
    fullest = addEquation(fullest, { unknowns: new Map([[one, 1]]), known }) ?? fullest;
  }
  return fullest;
}

function freeOf(
  solved: ReadonlyMap<string, Monomial>,
  { standard }: BothParameters,
): readonly ParsedParameter[] {
  const keys = new Set([...solved.values()].flatMap(({ names }) => [...names.keys()]));
  return [...standard.values()].filter((parameter) => keys.has(unknownName(parameter.name)));
}

/** Keep apart the numbers and truth values that correspond to the same parameter. */
function fitsType(
  { standard, model }: BothParameters,
  unknown: string,
  value: Expression,
): boolean {
  const { type = "float" } = standard.get(unknown) ?? {};
  if (value.kind === "name") return (model.get(value.name)?.type ?? "float") === type;
  if (type === "float") return true;
  return type === "integer" && value.kind === "number" && Number.isInteger(value.value);
}

/** Test whether a value is negative over its whole range, unlike the standard model's. */
function isBeyond(
  { names, numbers }: Monomial,
  { standard, model }: BothParameters,
  unknown: string,
): boolean {
  const { min } = standard.get(unknown) ?? {};
  if (min === undefined || min < 0 || numberOf(numbers) > 0) return false;
  return [...names.keys()].every((one) => (model.get(one)?.min ?? -1) >= 0);
}

function isPositive(monomial: Monomial | undefined, { model }: BothParameters): boolean {
  if (monomial === undefined || numberOf(monomial.numbers) <= 0) return false;
  return [...monomial.names].every(([one]) => {
    const { min, exclusive = false } = model.get(one) ?? {};
    return min !== undefined && (exclusive ? min >= 0 : min > 0);
  });
}

function expressionOf({ names, numbers }: Monomial, free: ReadonlyMap<string, number>): Expression {
  const all = new Map(numbers);
  const above: Expression[] = [];
  const below: Expression[] = [];
  for (const [key, power] of names) {
    const value = free.get(key);
    if (value !== undefined) {
      all.set(value, (all.get(value) ?? 0) + power);
      continue;
    }
    const side = power > 0 ? above : below;
    for (let k = 0; k < Math.abs(power); k++) side.push(name(key));
  }
  const factor = numberOf(all);
  if (factor !== 1 || above.length === 0) above.unshift(number(factor));
  const top = above.reduce(multiply);
  return below.length === 0 ? top : divide(top, below.reduce(multiply));
}
