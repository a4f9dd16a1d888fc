import { type AffineForm, affineIn } from "./affine.ts";
import { number } from "./build.ts";
import { findFunction } from "./builtin-functions.ts";
import { isNoise } from "./builtin-names.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { calledFunctions, freeNames } from "./names.ts";
import type { NumericSystem } from "./propagator.ts";

/**
 * `dx/dt = matrix x + inputMatrix u + constant`, the entries being expressions.
 *
 * The entries read parameters only.
 */
export interface LinearSystem {
  readonly states: readonly string[];
  /** One row per state; `matrix[i][j]` is the effect of `states[j]` on `states[i]`. */
  readonly matrix: readonly (readonly Expression[])[];
  /** The inputs that are read, in the order given. */
  readonly inputs: readonly string[];
  readonly inputMatrix: readonly (readonly Expression[])[];
  readonly constant: readonly Expression[];
}

/** Right-hand sides by state. */
export type Equations = ReadonlyMap<string, Expression>;

/** Right-hand sides of states, split into affine form. */
export type LinearForms = ReadonlyMap<string, AffineForm>;

/**
 * Convert equations to a linear system, or return undefined.
 *
 * Right-hand sides must be affine in states and inputs with coefficients that read neither of them, nor time, noise or random
 * functions. Inputs are the names that are constant over a step but may change between steps; every other name counts as a
 * parameter. Inline subexpressions first.
 */
export function linearSystem(odes: Equations, inputs: Iterable<string>): LinearSystem | undefined {
  const allInputs = inputsOf(odes, inputs);
  const forms = linearForms(odes, allInputs);
  return forms && assemble(forms, allInputs);
}

/** List each name without an equation of its own once. */
export function inputsOf(odes: Equations, inputs: Iterable<string>): readonly string[] {
  return [...new Set(inputs)].filter((input) => !odes.has(input));
}

/** Split all right-hand sides, or return undefined if any is not linear. */
export function linearForms(odes: Equations, inputs: readonly string[]): LinearForms | undefined {
  const names = new Set([...odes.keys(), ...inputs]);
  const forms = new Map<string, AffineForm>();
  for (const [state, e] of odes) {
    const form = linearForm(e, names);
    if (form === undefined) return undefined;
    forms.set(state, form);
  }
  return forms;
}

/** Split a right-hand side with time-invariant coefficients, or return undefined. */
export function linearForm(e: Expression, names: ReadonlySet<string>): AffineForm | undefined {
  const form = affineIn(e, names);
  if (form === undefined) return undefined;
  const parts = [form.constant, ...form.coefficients.values()];
  return parts.every(isConstantInTime) ? form : undefined;
}

const zero = number(0);

/** Assemble rows of coefficients into a system; unused inputs are omitted. */
export function assemble(forms: LinearForms, allInputs: readonly string[]): LinearSystem {
  const rows = [...forms.values()];
  const states = [...forms.keys()];
  const inputs = allInputs.filter((input) => rows.some((row) => row.coefficients.has(input)));
  const entries = (columns: readonly string[]): Expression[][] =>
    rows.map((row) => columns.map((column) => row.coefficients.get(column) ?? zero));
  return {
    states,
    matrix: entries(states),
    inputs,
    inputMatrix: entries(inputs),
    constant: rows.map((row) => row.constant),
  };
}

/**
 * Compute the entries of a linear system for one set of parameters.
 *
 * The constant becomes an additional input, the last one, which is held at 1.
 */
export function numericSystem(system: LinearSystem, evaluation: Evaluation): NumericSystem {
  const value = (e: Expression): number => evaluate(e, evaluation);
  const rows = system.inputMatrix.map((row, k) => [...row, system.constant[k] ?? zero]);
  return {
    states: system.states.length,
    inputs: system.inputs.length + 1,
    a: Float64Array.from(system.matrix.flat(), value),
    b: Float64Array.from(rows.flat(), value),
  };
}

function isConstantInTime(e: Expression): boolean {
  for (const read of freeNames(e)) {
    if (read === "t" || read === "t_in_timesteps" || isNoise(read)) return false;
  }
  return ![...calledFunctions(e)].some((called) => findFunction(called)?.stochastic);
}
