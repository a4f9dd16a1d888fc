import type { Expression } from "@spikeloom/equations";
import { type Flat, freeName } from "./flat.ts";
import type { Scheme } from "./kinetic.ts";
import { binary, name, number, select } from "./tree.ts";

type Group = Map<string, Expression>;

/** New values of states in a step, and values computed beforehand. */
interface Transitions {
  readonly before: readonly Group[];
  readonly at: Group;
}

/**
 * Advance kinetic scheme states by one step, with the rates at its start.
 *
 * Uses the exponential of the rate matrix times the step, as in jLEMS: exact for constant rates of any magnitude.
 */
export function transitions(flat: Flat, schemes: readonly Scheme[]): Transitions {
  const before: Group[] = Array.from({ length: halvings + 1 }, () => new Map());
  const at: Group = new Map();
  for (const scheme of schemes) {
    if (scheme.states.length === 2) pair(scheme, at);
    else if (scheme.states.length > 2) many(flat, scheme, { before, at });
  }
  return { before: before.filter((group) => group.size > 0), at };
}

/** Relaxation of two states towards their equilibrium. */
function pair({ states, edges }: Scheme, at: Group): void {
  const [first = "", second = ""] = states;
  const [there, back] = [1, 0].map((to) => sum(edges.flatMap((edge) => ratesTo(edge, to)))) as [
    Expression,
    Expression,
  ];
  const all = binary("add", there, back);
  const total = binary("add", name(first), name(second));
  const balance = binary("divide", binary("multiply", total, there), all);
  const left = call("exp", { kind: "negate", of: binary("multiply", all, name("dt")) });
  const away = binary("multiply", binary("subtract", name(second), balance), left);
  const moved = binary("add", balance, away);
  // With all rates 0 the states are constant, and the equilibrium would be 0 / 0.
  const isStill = binary("less_equal", binary("multiply", all, name("dt")), number(0));
  const next = select(isStill, name(second), moved);
  at.set(second, next);
  at.set(first, binary("subtract", total, next));
}

function ratesTo({ from, to, forward, reverse }: Scheme["edges"][number], state: number) {
  return [...(to === state ? [forward] : []), ...(from === state ? [reverse] : [])];
}

function sum(parts: readonly Expression[]): Expression {
  return parts.length === 0
    ? binary("divide", number(0), name("dt"))
    : parts.reduce((left, right) => binary("add", left, right));
}

function call(of: string, arg: Expression): Expression {
  return { kind: "call", name: of, args: [arg] };
}

/**
 * Number of times that the step is halved so that two terms of the series are sufficient.
 *
 * For a rate of 1 per step, the third term is 1 / (6 * 4^9), 6e-7 of the transition; rates of up to 1000 per step decay
 * correctly.
 */
const halvings = 10;

/**
 * Matrix exponential by scaling and squaring; the identity is subtracted to avoid cancellation: (1 + m)^2 = 1 + (2m +
 * m^2).
 */
function many(flat: Flat, scheme: Scheme, { before, at }: Transitions): void {
  const { states } = scheme;
  const cell = states.map((to) => states.map((from) => cellOf(flat, scheme, [to, from])));
  const small = generator(scheme);
  const entry = (row: number, column: number): Expression => small[row]?.[column] ?? number(0);
  const each = (make: (row: number, column: number) => Expression, group: Group | undefined) => {
    for (const [row, names] of cell.entries()) {
      for (const [column, to] of names.entries()) group?.set(to, make(row, column));
    }
  };
  const product = (of: (row: number, column: number) => Expression, row: number, column: number) =>
    states
      .map((_, k) => binary("multiply", of(row, k), of(k, column)))
      .reduce((left, right) => binary("add", left, right));
  const kept = (row: number, column: number): Expression => name(cell[row]?.[column] ?? "");
  each((row, column) => entry(row, column), before[0]);
  for (let k = 1; k <= halvings; k++) {
    // The first squaring includes the second term of the series: 2m + 2m^2.
    const factor = k === 1 ? 2 : 1;
    each((row, column) => {
      const squared = binary("multiply", number(factor), product(kept, row, column));
      return binary("add", binary("multiply", number(2), kept(row, column)), squared);
    }, before[k]);
  }
  for (const [row, to] of states.entries()) {
    const moved = states
      .map((from, column) => binary("multiply", kept(row, column), name(from)))
      .reduce((left, right) => binary("add", left, right));
    at.set(to, binary("add", name(to), moved));
  }
}

/** Rate matrix times the fraction of the step that remains after all halvings. */
function generator({ states, edges }: Scheme): Expression[][] {
  const length = binary("multiply", name("dt"), number(0.5 ** halvings));
  const flow = (to: number, from: number): Expression[] =>
    edges.flatMap((edge) => [
      ...(edge.to === to && edge.from === from ? [edge.forward] : []),
      ...(edge.from === to && edge.to === from ? [edge.reverse] : []),
    ]);
  return states.map((_, row) =>
    states.map((__, column) => {
      if (row !== column) {
        const rates = flow(row, column);
        return rates.length === 0 ? number(0) : binary("multiply", length, sum(rates));
      }
      const out = states.flatMap((___, to) => (to === row ? [] : flow(to, row)));
      if (out.length === 0) return number(0);
      return { kind: "negate", of: binary("multiply", length, sum(out)) } as const;
    }),
  );
}

function cellOf(flat: Flat, { node }: Scheme, [to, from]: readonly [string, string]): string {
  const free = freeName(flat, `${from}_to_${to}`.slice(0, mostName));
  flat.variables.set(free, {
    name: free,
    role: "state",
    dimension: [0, 0, 0, 0, 0, 0, 0],
    node,
    start: number(0),
    about: `fraction of ${from} that moves to ${to} in a step`,
  });
  return free;
}

/** Leaves room for a suffix that makes a name unique, within the limit of 64 letters. */
const mostName = 56;
