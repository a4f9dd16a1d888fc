import {
  type Expression,
  evaluate,
  freeNames,
  type LinearSystem,
  linearSystems,
  propagators,
  type SystemBatch,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { binary, name, number, select } from "../tree.ts";

/** What an exact step needs to know. */
export interface ExactInput {
  readonly dt: number;
  readonly dynamics: ReadonlyMap<string, Expression>;
  readonly start: ReadonlyMap<string, Expression>;
  /** Names that hold still over a step: inputs. */
  readonly inputs: readonly string[];
  readonly held: ReadonlySet<string>;
  readonly free: Expression | undefined;
  /** Per-neuron values of parameters that are not numbers already. */
  readonly arrays: ReadonlyMap<string, Float64Array>;
  readonly let: (hint: string, value: Expression) => Expression;
  /** Keep per-neuron coefficients; returns their name. */
  readonly coefficient: (hint: string, values: Float64Array) => Expression;
}

/**
 * Advance a linear system exactly: x(t + dt) = P x + Q u (Rotter & Diesmann 1999, doi:10.1007/s004220050570).
 *
 * States that do not drive each other are solved apart. Returns undefined where the system is not linear with
 * coefficients that stand still.
 */
export function applyExact(input: ExactInput): ReadonlyMap<string, Expression> | undefined {
  const systems = linearSystems(input.dynamics, input.inputs);
  if (systems === undefined) return undefined;
  const next = new Map(systems.flatMap((system) => advance(input, system)));
  return new Map(
    [...input.dynamics.keys()].map((state) => [
      state,
      input.let(state, next.get(state) ?? name(state)),
    ]),
  );
}

function advance(
  input: ExactInput,
  system: LinearSystem,
): readonly (readonly [string, Expression])[] {
  const { states } = system;
  const columns = [...system.inputs.map(name), undefined];
  const moving = coefficients(input, system, new Set());
  const isHeld = (state: string): boolean => input.free !== undefined && input.held.has(state);
  const heldColumns = states.flatMap((state, j) => (isHeld(state) ? [j] : []));
  // A variable that reads a held one moves differently while that one stands still.
  const readsHeld = states.some(
    (state, i) => !isHeld(state) && heldColumns.some((j) => !isZero(moving[i]?.[j])),
  );
  const standing = readsHeld ? coefficients(input, system, input.held) : undefined;
  return states.map((state, i) => {
    const next = combine(input, states, columns, moving[i] ?? []);
    const still = isHeld(state)
      ? (input.start.get(state) ?? name(state))
      : standing && combine(input, states, columns, standing[i] ?? []);
    return [state, still === undefined ? next : select(input.free, next, still)];
  });
}

function combine(
  input: ExactInput,
  states: readonly string[],
  columns: readonly (Expression | undefined)[],
  row: readonly Expression[],
): Expression {
  const factors = [...states.map((state) => input.start.get(state) ?? name(state)), ...columns];
  let sum: Expression | undefined;
  row.forEach((coefficient, j) => {
    if (isZero(coefficient)) return;
    const factor = factors[j];
    const isOne = coefficient.kind === "number" && coefficient.value === 1;
    const term =
      factor === undefined ? coefficient : isOne ? factor : binary("multiply", coefficient, factor);
    sum = sum === undefined ? term : binary("add", sum, term);
  });
  return sum ?? number(0);
}

/** Rows of [P | Q], each entry a number or the name of a per-neuron coefficient. */
function coefficients(
  input: ExactInput,
  system: LinearSystem,
  still: ReadonlySet<string>,
): readonly (readonly Expression[])[] {
  const { states } = system;
  const { inputs, ...numbers } = numbersFor(system, input.arrays);
  const [n, width] = [states.length, states.length + inputs];
  const moving = (columns: number) => (entry: number | Float64Array, at: number) =>
    still.has(states[Math.floor(at / columns)] as string) ? 0 : entry;
  const [a, b] = [numbers.a.map(moving(n)), numbers.b.map(moving(inputs))];
  const found = propagators({ ...numbers, inputs, a, b }, input.dt);
  const entry = (i: number, j: number): Expression => {
    const values = found[i * width + j] ?? new Float64Array(1);
    if (values.every((value) => value === values[0])) return number(values[0] ?? 0);
    return input.coefficient(`p_${states[i]}_${j}`, values);
  };
  return states.map((_, i) => Array.from({ length: width }, (_, j) => entry(i, j)));
}

/** Evaluate the entries of a system: what parameters of each neuron decide for each, and all else once. */
function numbersFor(system: LinearSystem, arrays: ReadonlyMap<string, Float64Array>): SystemBatch {
  const { matrix, inputMatrix, constant, states } = system;
  const rows = inputMatrix.map((row, k) => [...row, constant[k] ?? number(0)]);
  const needed = new Set([...matrix, ...rows].flat().flatMap((entry) => [...freeNames(entry)]));
  const varying = new Map([...arrays].filter(([parameter]) => needed.has(parameter)));
  const [values] = varying.values();
  const count = values?.length ?? 1;
  let neuron = 0;
  const evaluation = {
    scope: (text: string) => varying.get(text)?.[neuron],
    functions: hostFunctions,
  };
  const entryOf = (entry: Expression): number | Float64Array => {
    neuron = 0;
    if (![...freeNames(entry)].some((one) => varying.has(one))) return evaluate(entry, evaluation);
    const own = new Float64Array(count);
    for (; neuron < count; neuron++) own[neuron] = evaluate(entry, evaluation);
    return own;
  };
  const [a, b] = [matrix.flat().map(entryOf), rows.flat().map(entryOf)];
  return { states: states.length, inputs: system.inputs.length + 1, count, a, b };
}

function isZero(entry: Expression | undefined): boolean {
  return entry === undefined || (entry.kind === "number" && entry.value === 0);
}
