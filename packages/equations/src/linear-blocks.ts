import type { AffineForm } from "./affine.ts";
import { assemble, type Equations, type LinearSystem, linearForm } from "./linear-system.ts";
import { freeNames } from "./names.ts";

/** The part of a set of equations that has an exact propagator, and the rest. */
export interface LinearBlocks {
  /** Systems that do not read each other; in each, what a state reads comes before it. */
  readonly blocks: readonly LinearSystem[];
  /** The states whose equations are not linear, or read one which is not. */
  readonly rest: readonly string[];
}

/**
 * Find the largest set of states which form linear systems on their own.
 *
 * Their right-hand sides read only each other, parameters and inputs, as `linearSystem` demands.
 */
export function linearBlocks(odes: Equations, inputs: Iterable<string>): LinearBlocks {
  const allInputs = [...new Set(inputs)].filter((input) => !odes.has(input));
  const forms = linearForms(odes, allInputs);
  const rest = [...odes.keys()].filter((state) => !forms.has(state));
  const reach = new Map([...forms.keys()].map((state) => [state, reachable(state, forms)]));
  // What a state reads has a smaller reach than the state, but for loops, where they are equal.
  const size = (state: string): number => reach.get(state)?.size ?? 0;
  const ordered = [...forms.keys()].sort((a, b) => size(a) - size(b));
  const blocks = groupByReach(ordered, reach).map((group) => {
    const own = new Map(group.flatMap((state) => [...forms].filter(([of]) => of === state)));
    return assemble(own, allInputs);
  });
  return { blocks, rest };
}

/** Remove states until the rest read only each other; what is left is the largest such set. */
function linearForms(odes: Equations, inputs: readonly string[]): Map<string, AffineForm> {
  let forms = new Map<string, AffineForm>();
  let candidates = [...odes.keys()];
  for (;;) {
    const names = new Set([...candidates, ...inputs]);
    forms = new Map();
    for (const state of candidates) {
      const e = odes.get(state);
      const form = e && linearForm(e, names);
      if (form !== undefined && !readsOutside(form, [odes, names])) forms.set(state, form);
    }
    if (forms.size === candidates.length) return forms;
    candidates = [...forms.keys()];
  }
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

function reachable(state: string, forms: ReadonlyMap<string, AffineForm>): Set<string> {
  const found = new Set<string>([state]);
  for (const next of found) {
    for (const read of forms.get(next)?.coefficients.keys() ?? []) {
      if (forms.has(read)) found.add(read);
    }
  }
  return found;
}

/** Join states that read a common one, directly or not; the order inside a group is kept. */
function groupByReach(
  ordered: readonly string[],
  reach: ReadonlyMap<string, ReadonlySet<string>>,
): string[][] {
  const groups: { members: string[]; reads: Set<string> }[] = [];
  for (const state of ordered) {
    const reads = reach.get(state) ?? new Set<string>();
    const touching = groups.filter((group) => [...reads].some((read) => group.reads.has(read)));
    const joined = {
      members: [...touching.flatMap((group) => group.members), state],
      reads: new Set([...touching.flatMap((group) => [...group.reads]), ...reads]),
    };
    const first = touching[0] ? groups.indexOf(touching[0]) : groups.length;
    const others = groups.filter((group) => !touching.includes(group));
    others.splice(Math.min(first, others.length), 0, joined);
    groups.splice(0, groups.length, ...others);
  }
  const place = new Map(ordered.map((state, k) => [state, k]));
  return groups.map(({ members }) =>
    members.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
  );
}
