import {
  compileExpression,
  type Expression,
  freeNames,
  parseExpression,
} from "@spikeloom/equations";
import type { Optimiser } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import { checkNumbers } from "./check-numbers.ts";

/** An optimiser with parsed expressions. */
export interface ParsedOptimiser {
  /** Names of scalars shared by all values, in the order of the code's arguments. */
  readonly common: readonly string[];
  readonly state: readonly string[];
  readonly update: readonly (readonly [name: string, value: Expression])[];
  /** Set the common numbers for the next update. */
  next(common: Float64Array, rateFactor: number): void;
  /** Initial values of the shared scalars. */
  first(): Float64Array;
}

/** Inputs of an update for each value. */
const own: readonly string[] = ["value", "gradient"];

/** Parse the expressions of an optimiser, and refuse undeclared names. */
export function parseOptimiser(optimiser: Optimiser): ParsedOptimiser {
  const { parameters, state } = optimiser;
  const initial = Object.entries(optimiser.common).map(([name, one]) => [name, one.initial]);
  checkFinite(optimiser.name, Object.entries(parameters));
  checkFinite(optimiser.name, initial as [string, number][]);
  const rules = Object.entries(optimiser.common).map(([name, { next }]) => {
    return [name, parseExpression(next)] as const;
  });
  const names = [...Object.keys(parameters), "rate_factor", ...rules.map(([name]) => name)];
  const update = Object.entries(optimiser.update).map(([name, text]) => {
    return [name, parseExpression(text)] as const;
  });
  const places = new Map(names.map((name, k) => [name, k]));
  for (const [name, value] of rules) check(optimiser.name, name, value, names);
  for (const [name, value] of update)
    check(optimiser.name, name, value, [...names, ...own, ...state]);
  const odd = update.find(([name]) => name !== "value" && !state.includes(name));
  if (odd !== undefined || update.every(([name]) => name !== "value")) {
    throw unknown(optimiser.name, "update", odd?.[0] ?? "no value", ["value", ...state]);
  }
  const numbers = new Float64Array(names.length);
  const computed = rules.map(([name, value]) => {
    return [places.get(name) ?? -1, compileExpression(value, { slots: places })] as const;
  });
  return {
    common: names,
    state,
    update,
    first() {
      const begins = Object.values(optimiser.common).map((one) => one.initial);
      return Float64Array.of(...Object.values(parameters), 1, ...begins);
    },
    next(common, rateFactor) {
      checkNumbers(optimiser.name, "from 0", { rateFactor });
      numbers.set(common);
      numbers[places.get("rate_factor") ?? -1] = rateFactor;
      for (const [place, compute] of computed) numbers[place] = compute(numbers);
      common.set(numbers);
      if (common.every(Number.isFinite)) return;
      checkFinite(
        optimiser.name,
        names.map((name, k) => [name, common[k] as number]),
      );
    },
  };
}

function checkFinite(
  optimiser: string,
  numbers: readonly (readonly [name: string, value: number])[],
): void {
  const odd = numbers.find(([, value]) => !Number.isFinite(value));
  if (odd === undefined) return;
  throw TRAINING_OPTION({
    place: `optimiser "${optimiser}", ${odd[0]}`,
    message: "A parameter of the optimiser is not finite.",
    expected: "a finite number",
    got: String(odd[1]),
  });
}

function check(optimiser: string, name: string, value: Expression, known: readonly string[]): void {
  const odd = [...freeNames(value)].find((one) => !known.includes(one));
  if (odd !== undefined) throw unknown(optimiser, name, odd, known);
}

function unknown(optimiser: string, of: string, got: string, known: readonly string[]): Error {
  return TRAINING_OPTION({
    place: `optimiser "${optimiser}", ${of}`,
    message: "The optimiser uses an undeclared name.",
    expected: known.join(", "),
    got,
    next: 'Declare it in "parameters", "state" or "common".',
  });
}
