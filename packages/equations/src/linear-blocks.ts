import type { AffineForm } from "./affine.ts";
import type { Expression } from "./expression.ts";
import {
  assemble,
  type Equations,
  inputsOf,
  type LinearForms,
  type LinearSystem,
  linearForm,
  linearForms,
} from "./linear-system.ts";
import { freeNames } from "./names.ts";

/** The subset of a system of equations that has an exact propagator, and the rest. */
export interface LinearBlocks {
  /** Systems that do not read each other; within each, states follow those that they read. */
  readonly blocks: readonly LinearSystem[];
  /** States whose equations are not linear, or that read one whose equation is not. */
  readonly rest: readonly string[];
}

/** Maximum number of coupled states solved exactly; the work grows with the cube. */
export const mostSolved = 500;

/**
 * Split a linear system into independent blocks.
 *
 * Undefined if it is not linear in the sense of `linearSystem`, or if a block has more than `mostSolved` states, too many to be
 * solved. Blocks and their states keep the order of the equations.
 */
export function linearSystems(
  odes: Equations,
  inputs: Iterable<string>,
): readonly LinearSystem[] | undefined {
  const allInputs = inputsOf(odes, inputs);
  const forms = linearForms(odes, allInputs) ?? new Map();
  const groups = connected(forms);
  if (forms.size < odes.size || !groups.every(isSmall)) return undefined;
  return groups.map((states) => assemble(pick(forms, states), allInputs));
}

/**
 * Find the largest set of states that form linear systems on their own.
 *
 * Their right-hand sides read only each other, parameters and inputs, as required by `linearSystem`. Systems with more than
 * `mostSolved` states are excluded.
 */
export function linearBlocks(odes: Equations, inputs: Iterable<string>): LinearBlocks {
  const allInputs = inputsOf(odes, inputs);
  const forms = largestLinear(odes, allInputs);
  // A state has a larger reach than the states it reads, except in loops, where they are equal.
  const places = [...forms.keys()].map((state, k) => [state, [reach(state, forms), k]] as const);
  const order = new Map<string | undefined, readonly [number, number]>(places);
  const compare = (a?: string, b?: string): number => {
    const [[reachA, placeA] = [0, 0], [reachB, placeB] = [0, 0]] = [order.get(a), order.get(b)];
    return reachA - reachB || placeA - placeB;
  };
  const groups = connected(forms)
    .filter(isSmall)
    .map((states) => states.toSorted(compare))
    .sort(([a], [b]) => compare(a, b));
  const solved = new Set(groups.flat());
  return {
    blocks: groups.map((states) => assemble(pick(forms, states), allInputs)),
    rest: [...odes.keys()].filter((state) => !solved.has(state)),
  };
}

function isSmall(states: readonly string[]): boolean {
  return states.length <= mostSolved;
}

/** Remove states until the rest read only each other; the remainder is the largest such set. */
function largestLinear(odes: Equations, inputs: readonly string[]): LinearForms {
  const forms = new Map<string, AffineForm>();
  const names = new Set([...odes.keys(), ...inputs]);
  const readers = new Map<string, string[]>();
  for (const state of odes.keys()) readers.set(state, []);
  for (const [state, e] of odes) for (const read of freeNames(e)) readers.get(read)?.push(state);
  for (let asked = new Set(odes.keys()); asked.size > 0; ) {
    const removed = [...asked].filter((state) => {
      const form = linearForm(odes.get(state) as Expression, names);
      if (form === undefined || readsOutside(form, [odes, names])) return true;
      forms.set(state, form);
      return false;
    });
    for (const state of removed) {
      forms.delete(state);
      names.delete(state);
    }
    asked = new Set(
      removed.flatMap((state) => readers.get(state) ?? []).filter((one) => names.has(one)),
    );
  }
  return forms;
}

function readsOutside(
  form: AffineForm,
  [odes, names]: readonly [Equations, ReadonlySet<string>],
): boolean {
  const parts = [form.constant, ...form.coefficients.values()];
  return parts.some((part) =>
    [...freeNames(part)].some((read) => odes.has(read) && !names.has(read)),
  );
}

/** Count the states that one depends on, itself among them. */
function reach(state: string, forms: LinearForms): number {
  const found = new Set([state]);
  for (const next of found) {
    for (const read of forms.get(next)?.coefficients.keys() ?? []) {
      if (forms.has(read)) found.add(read);
    }
  }
  return found.size;
}

/** Group states that read each other or a common one, directly or indirectly, in the given order. */
function connected(forms: LinearForms): readonly (readonly string[])[] {
  const above = new Map<string, string>();
  const top = (state: string): string => {
    let found = state;
    for (let next = above.get(found); next !== undefined; next = above.get(found)) {
      above.set(found, above.get(next) ?? next);
      found = next;
    }
    return found;
  };
  for (const [state, { coefficients }] of forms) {
    for (const read of coefficients.keys()) {
      if (forms.has(read) && top(read) !== top(state)) above.set(top(read), top(state));
    }
  }
  return [...Map.groupBy(forms.keys(), top).values()];
}

function pick(forms: LinearForms, states: readonly string[]): LinearForms {
  return new Map(states.map((state) => [state, forms.get(state) as AffineForm]));
}
