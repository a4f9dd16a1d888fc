import type { Expression } from "@spikeloom/equations";
import { divideDimensions } from "@spikeloom/units";
import { type Flat, type FlatVariable, freeName } from "./flat.ts";
import type { Scheme } from "./kinetic.ts";
import type { LemsNode } from "./node.ts";
import { transitions } from "./transitions.ts";
import { binary, name, number } from "./tree.ts";

/** Simultaneous assignments, by variable. */
export type Group = Map<string, Expression>;

const dt = name("dt");

interface Advancing {
  readonly schemes: readonly Scheme[];
  /** Whether simultaneous dynamics are also integrated with Euler steps. */
  readonly isEuler: boolean;
}

/**
 * Advance all state variables by one step from their values at its start.
 *
 * As in jLEMS: forward Euler; fourth-order Runge–Kutta for all variables of a node with simultaneous dynamics; the
 * matrix exponential for the states of kinetic schemes.
 */
export function advance(flat: Flat, { schemes, isEuler }: Advancing): Group[] {
  const { before, at } = transitions(flat, schemes);
  const first: Group = new Map(at);
  const together: FlatVariable[] = [];
  for (const variable of flat.variables.values()) {
    if (variable.kept !== undefined && variable.isKeptLast !== true)
      first.set(variable.name, variable.kept);
    if (variable.rate === undefined) continue;
    if (!isEuler && isTogether(flat, variable.node)) together.push(variable);
    else first.set(variable.name, moved(name(variable.name), 1, variable.rate));
  }
  return [...before, ...rungeKutta(flat, together, first)];
}

function isTogether(flat: Flat, node: LemsNode): boolean {
  for (let at: LemsNode | undefined = node; at !== undefined; at = at.parent) {
    if (at.component.type.isSimultaneous) return true;
    if (at === flat.root) return false;
  }
  return false;
}

/** Value at a later point of the step. */
function moved(from: Expression, part: number, rate: Expression): Expression {
  const length = part === 1 ? dt : binary("multiply", number(part), dt);
  return binary("add", from, binary("multiply", length, rate));
}

const time = [0, 0, 1, 0, 0, 0, 0] as const;

/** Fractions of the step for the first three slopes. */
const parts = [0.5, 0.5, 1];

/** The four stages; variables that take a single step do so in the first. */
function rungeKutta(flat: Flat, variables: readonly FlatVariable[], first: Group): Group[] {
  if (variables.length === 0) return [first];
  const moving = variables.map((variable) => {
    const { rate = number(0), dimension } = variable;
    const start = added(flat, variable, ["start", dimension]);
    const slope = (nth: number): string =>
      added(flat, variable, [`slope_${nth}`, divideDimensions(dimension, time)]);
    return { to: variable.name, rate, start, slopes: parts.map((_, nth) => slope(nth)) };
  });
  for (const { to, start } of moving) first.set(start, name(to));
  const groups: Group[] = [first];
  for (const [nth, part] of parts.entries()) {
    const slopes: Group = nth === 0 ? first : new Map();
    if (nth > 0) groups.push(slopes);
    const values: Group = new Map();
    groups.push(values);
    for (const { to, rate, start, slopes: names } of moving) {
      const slope = names[nth] ?? "";
      slopes.set(slope, rate);
      values.set(to, moved(name(start), part, name(slope)));
    }
  }
  groups.push(new Map(moving.map((each) => [each.to, weighted(each)])));
  return groups;
}

/** Initial value plus the mean of the four slopes, the middle ones weighted twice. */
function weighted({
  rate,
  start,
  slopes,
}: {
  readonly rate: Expression;
  readonly start: string;
  readonly slopes: readonly string[];
}): Expression {
  const weights = [1, 2, 2];
  const sum = slopes.reduce<Expression>(
    (total, slope, nth) =>
      binary("add", total, binary("multiply", number(weights[nth] ?? 1), name(slope))),
    rate,
  );
  return moved(name(start), 1, binary("divide", sum, number(6)));
}

function added(
  flat: Flat,
  { name: of, node, about }: FlatVariable,
  [what, dimension]: readonly [string, FlatVariable["dimension"]],
): string {
  const free = freeName(flat, `${of}_${what}`);
  const say = `${what.replace("_", " ")} of ${about} within a step`;
  flat.variables.set(free, {
    name: free,
    role: "state",
    dimension,
    node,
    about: say,
    start: number(0),
  });
  return free;
}
