import {
  type Expression,
  evaluate,
  freeNames,
  type LinearSystem,
  linearSystems,
  type NumericSystem,
  numericSystem,
  propagator,
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
  const numbers = numbersFor(system, input.arrays);
  const { count } = numbers;
  const n = states.length;
  const width = n + system.inputs.length + 1;
  const entryValues = Array.from({ length: n * width }, () => new Float64Array(count));
  const stills = states.flatMap((state, i) => (still.has(state) ? [i] : []));
  for (let k = 0; k < count; k++) {
    const { a, b, inputs } = numbers.at(k);
    for (const i of stills) {
      a.fill(0, i * n, (i + 1) * n);
      b.fill(0, i * inputs, (i + 1) * inputs);
    }
    const { p, q } = propagator({ states: n, inputs, a, b }, input.dt);
    for (let at = 0; at < entryValues.length; at++) {
      const [i, j] = [Math.floor(at / width), at % width];
      const values = entryValues[at] as Float64Array;
      values[k] = (j < n ? p[i * n + j] : q[i * inputs + j - n]) ?? 0;
    }
  }
  const entry = (i: number, j: number): Expression => {
    const values = entryValues[i * width + j] ?? new Float64Array(1);
    if (values.every((value) => value === values[0])) return number(values[0] ?? 0);
    return input.coefficient(`p_${states[i]}_${j}`, values);
  };
  return states.map((_, i) => Array.from({ length: width }, (_, j) => entry(i, j)));
}

/** The entries of a system in numbers, of one neuron after the other. */
interface NeuronNumbers {
  /** Neurons that differ; one where they are all alike. */
  readonly count: number;
  /** Those of a neuron, until the next is asked for. */
  at(neuron: number): NumericSystem;
}

/** Evaluate what parameters of each neuron decide for each, and all else once. */
function numbersFor(
  system: LinearSystem,
  arrays: ReadonlyMap<string, Float64Array>,
): NeuronNumbers {
  const { matrix, inputMatrix, constant } = system;
  const entries = [...matrix, ...inputMatrix, constant].flat();
  const needed = new Set(entries.flatMap((entry) => [...freeNames(entry)]));
  const varying = new Map([...arrays].filter(([parameter]) => needed.has(parameter)));
  let neuron = 0;
  const evaluation = {
    scope: (text: string) => varying.get(text)?.[neuron],
    functions: hostFunctions,
  };
  const first = numericSystem(system, evaluation);
  const [a, b] = [first.a.slice(), first.b.slice()];
  const rows = inputMatrix.map((row, k) => [...row, constant[k] ?? number(0)]);
  const own = (list: readonly Expression[]): readonly (readonly [number, Expression])[] =>
    [...list.entries()].filter(([, entry]) =>
      [...freeNames(entry)].some((one) => varying.has(one)),
    );
  const [ofA, ofB] = [own(matrix.flat()), own(rows.flat())];
  const [values] = varying.values();
  return {
    count: values?.length ?? 1,
    at(k) {
      neuron = k;
      a.set(first.a);
      b.set(first.b);
      for (const [at, entry] of ofA) a[at] = evaluate(entry, evaluation);
      for (const [at, entry] of ofB) b[at] = evaluate(entry, evaluation);
      return { ...first, a, b };
    },
  };
}

function isZero(entry: Expression | undefined): boolean {
  return entry === undefined || (entry.kind === "number" && entry.value === 0);
}
