import { type Expression, freeNames, simplify, substitute } from "@spikeloom/equations";
import type { XmlOutput } from "../../../xml/write-xml.ts";
import { curveOf } from "./curves.ts";
import type { CustomTypes } from "./custom-types.ts";
import {
  constantOf,
  potentials,
  readsOnly,
  surroundings,
  surroundingsAt,
  valueAt,
} from "./equations.ts";
import { curve, own } from "./gates.ts";

/** A transition, by the indices of its ends. */
interface Rate {
  readonly from: number;
  readonly to: number;
  readonly rate: Expression;
}

/** States of a kinetic scheme, their derivatives, and the open fraction of each. */
export interface Scheme {
  readonly states: readonly string[];
  readonly rates: readonly Rate[];
}

/**
 * Find the kinetic scheme of some states.
 *
 * Outflow of one state is inflow of others; undefined if they do not form a scheme.
 */
export function schemeOf(
  members: readonly string[],
  dynamics: ReadonlyMap<string, Expression>,
): Scheme | undefined {
  const states = reached(members, dynamics);
  const rates: Rate[] = [];
  if (states.length < 2) return undefined;
  const allowed = new Set([...states, ...surroundings]);
  for (const [to, state] of states.entries()) {
    const derivative = dynamics.get(state);
    if (derivative === undefined || !readsOnly(derivative, allowed)) return undefined;
    if (!isZero(alone(derivative, states, -1))) return undefined;
    for (const from of states.keys()) {
      const rate = alone(derivative, states, from);
      if (from !== to && !isZero(rate)) rates.push({ from, to, rate });
    }
  }
  return isConserved(states, dynamics) ? { states, rates } : undefined;
}

function reached(
  members: readonly string[],
  dynamics: ReadonlyMap<string, Expression>,
): readonly string[] {
  const found = new Set(members);
  for (const state of found) {
    const derivative = dynamics.get(state);
    if (derivative === undefined) continue;
    for (const name of freeNames(derivative))
      if (dynamics.has(name) && !surroundings.has(name)) found.add(name);
  }
  // In the order of the model.
  return [...dynamics.keys()].filter((name) => found.has(name));
}

/** A linear derivative with one state at 1 and all others at 0. */
function alone(derivative: Expression, states: readonly string[], one: number): Expression {
  const values = states.map(
    (name, k) => [name, { kind: "number", value: k === one ? 1 : 0 } as const] as const,
  );
  return simplify(substitute(derivative, new Map(values)), { fold: "algebraic" });
}

function isZero(e: Expression): boolean {
  return constantOf(e) === 0 || potentials.every((v) => valueAt(e, surroundingsAt(v)) === 0);
}

/** Return whether derivatives are linear in the states and sum to zero. */
function isConserved(
  states: readonly string[],
  dynamics: ReadonlyMap<string, Expression>,
): boolean {
  const shares = Object.fromEntries(states.map((name, k) => [name, 1 / (k + 2)]));
  return potentials.every((v) => {
    const at = surroundingsAt(v);
    let [sum, size, linear] = [0, 0, 0];
    for (const state of states) {
      const derivative = dynamics.get(state) as Expression;
      const value = valueAt(derivative, { ...shares, ...at });
      sum += value;
      size += Math.abs(value);
      linear += value;
      for (const [k] of states.entries()) {
        const part = valueAt(alone(derivative, states, k), at) / (k + 2);
        linear -= part;
        size += Math.abs(part);
      }
    }
    return Math.abs(sum) <= 1e-11 * size && Math.abs(linear) <= 1e-11 * size;
  });
}

/** Write the elements of a scheme, closed states first, as in the schema; undefined if not expressible. */
export function schemeElements(
  { states, rates }: Scheme,
  {
    isOpen,
    idOf,
    types,
  }: {
    readonly isOpen: (state: string) => boolean;
    readonly idOf: (state: string) => string;
    readonly types: CustomTypes;
  },
): readonly XmlOutput[] | undefined {
  const closed = states.filter((state) => !isOpen(state));
  const open = states.filter(isOpen);
  if (closed.length === 0 || open.length === 0) return undefined;
  const stateElements = [
    ...closed.map((state) => ({ name: "closedState", attributes: { id: idOf(state) } })),
    ...open.map((state) => ({ name: "openState", attributes: { id: idOf(state) } })),
  ];
  const transitions: XmlOutput[] = [];
  for (const [from, source] of states.entries()) {
    for (const [to, target] of states.entries()) {
      if (to <= from || !rates.some((one) => isBetween(one, from, to))) continue;
      const ends = { from: idOf(source), to: idOf(target) };
      const both = [
        ["forwardTransition", from, to],
        ["reverseTransition", to, from],
      ] as const;
      for (const [name, out, into] of both) {
        const child = rateElement(rates, { out, into, types });
        if (child === undefined) return undefined;
        const id = `${idOf(states[out] ?? "")}_${idOf(states[into] ?? "")}`;
        transitions.push({ name, attributes: { id, ...ends }, children: [child] });
      }
    }
  }
  return transitions.length === 0 ? undefined : [...stateElements, ...transitions];
}

function isBetween({ from, to }: Rate, one: number, other: number): boolean {
  return (from === one && to === other) || (from === other && to === one);
}

/** Rate of a transition; the schema pairs transitions, so a missing one is 0. */
function rateElement(
  rates: readonly Rate[],
  {
    out,
    into,
    types,
  }: { readonly out: number; readonly into: number; readonly types: CustomTypes },
): XmlOutput | undefined {
  const found = rates.find(({ from, to }) => from === out && to === into);
  if (found === undefined) {
    return curve("rate", { kind: "Exp", height: 0, midpoint: 0, scale: 1 });
  }
  const known = curveOf(found.rate, { whole: leaving(rates, out) });
  return known ? curve("rate", known) : own(types, "rate", ["rate", found.rate]);
}

function leaving(rates: readonly Rate[], from: number): Expression {
  return rates
    .filter((one) => one.from === from)
    .map(({ rate }) => rate)
    .reduce((left, right) => ({ kind: "add", left, right }));
}
