import { type Expression, formatExpression, freeNames } from "@spikeloom/equations";
import type { LemsAction, LemsBlock, LemsRegimes } from "./actions.ts";
import { advance, type Group } from "./advance.ts";
import { type Flat, freeName } from "./flat.ts";
import type { Scheme } from "./kinetic.ts";
import type { LemsNode } from "./node.ts";
import { quantityOf } from "./quantity.ts";
import { name, number, renamed, select } from "./tree.ts";

/** Events that came in: how many, and what they do. */
export interface Arrival {
  /** Counts them. */
  readonly counter: string;
  readonly blocks: readonly LemsBlock[];
}

/** What a step is made of. */
export interface StepParts {
  readonly arrivals: readonly Arrival[];
  /** Those that follow the time and what is around their nodes, before anything moves. */
  readonly early: readonly LemsBlock[];
  readonly blocks: readonly LemsBlock[];
  readonly regimes: readonly LemsRegimes[];
  readonly schemes: readonly Scheme[];
  /** Whether also what is simultaneous takes the steps of Euler. */
  readonly isEuler: boolean;
  /** Is 1 where an event is sent in this step. */
  readonly sent: string | undefined;
}

const endOfStep: Expression = {
  kind: "add",
  left: { kind: "name", name: "t" },
  right: { kind: "name", name: "dt" },
};

/** Write an expression, in which the time of LEMS is that of the end of a step. */
export function asText(e: Expression, time: Expression = endOfStep): string {
  return formatExpression(
    renamed(e, (each) => (each === "t" ? time : { kind: "name", name: each })),
  );
}

/**
 * Declare the clock of a model that reads the time: seconds, summed step by step.
 *
 * jLEMS sums its time, and the rounding of that decides what happens at a time on the grid.
 */
export function clockOf(flat: Flat): { readonly time: Expression; readonly group: Group } {
  const [clock, second] = [freeName(flat, "clock"), freeName(flat, "one_second")];
  const value = quantityOf(1, [0, 0, 1, 0, 0, 0, 0]);
  const [pure, node] = [[0, 0, 0, 0, 0, 0, 0] as const, flat.root];
  flat.variables.set(clock, {
    name: clock,
    role: "state",
    dimension: pure,
    node,
    start: number(0),
    about: "seconds since the start, at the start of a step",
  });
  flat.variables.set(second, {
    name: second,
    role: "parameter",
    dimension: value.dimension,
    node,
    value,
    about: "unit of the clock",
  });
  const passed: Expression = { kind: "divide", left: name("dt"), right: name(second) };
  const next: Expression = { kind: "add", left: name(clock), right: passed };
  return {
    time: { kind: "multiply", left: next, right: name(second) },
    group: new Map([[clock, next]]),
  };
}

/**
 * Put together the groups of a step, in the order of jLEMS.
 *
 * What arrived; what stands in an instance and follows the time alone, which what is around it sees in
 * the same step; all state variables at once, by their rates at the start of the step; conditions, from
 * the inside out.
 */
export function stepGroups(flat: Flat, parts: StepParts): readonly Group[] {
  const groups: Group[] = [];
  const first: Group = new Map();
  if (parts.sent !== undefined) first.set(parts.sent, number(0));
  groups.push(first);
  for (const { counter, blocks } of parts.arrivals) {
    const came: Expression = { kind: "greater", left: name(counter), right: number(0) };
    for (const { test, actions } of blocks) {
      const both: Expression =
        test.kind === "name" ? came : { kind: "and", left: came, right: test };
      perform(flat, groups, { test: both, actions, sent: parts.sent });
    }
    groups.push(new Map([[counter, number(0)]]));
  }
  for (const block of parts.early) perform(flat, groups, { ...block, sent: parts.sent });
  const moved = advance(flat, parts);
  groups.push(...moved);
  for (const { variable, before } of parts.regimes) moved[0]?.set(before, name(variable));
  for (const node of flat.nodes) {
    const own = parts.blocks.filter((block) => block.node === node);
    const regimes = parts.regimes.filter((each) => each.node === node);
    for (const block of [...own, ...regimes.flatMap(({ blocks }) => blocks)]) {
      perform(flat, groups, { ...block, sent: parts.sent });
    }
  }
  groups.push(keptLast(flat));
  return groups.filter((group) => group.size > 0);
}

function keptLast(flat: Flat): Group {
  return new Map(
    [...flat.variables.values()].flatMap(({ name: to, kept, isKeptLast }) =>
      isKeptLast === true && kept !== undefined ? [[to, kept] as const] : [],
    ),
  );
}

interface Performed {
  readonly test: Expression;
  readonly actions: readonly LemsAction[];
  readonly sent: string | undefined;
}

/** Add the groups that do something where a condition holds. */
function perform(flat: Flat, groups: Group[], { test, actions, sent }: Performed): void {
  const assigned = actions.flatMap((action): [string, Expression][] => {
    if (action.kind === "assign") return [[action.variable, action.value]];
    return sent === undefined ? [] : [[sent, number(1)]];
  });
  if (assigned.length === 0) return;
  if (isAtOnce(flat, assigned)) {
    groups.push(new Map(assigned.map(([to, value]) => [to, where(test, value, to)])));
    return;
  }
  // In order: the condition is kept, as what is assigned first may undo it.
  const holds = freeName(flat, `holds_${groups.length}`);
  const dimension = [0, 0, 0, 0, 0, 0, 0] as const;
  const about = "whether a condition holds in this step";
  const start = number(0);
  flat.variables.set(holds, {
    name: holds,
    role: "state",
    dimension,
    about,
    node: flat.root,
    start,
  });
  groups.push(new Map([[holds, select(test, number(1), number(0))]]));
  const kept: Expression = { kind: "greater", left: name(holds), right: number(0.5) };
  for (const [to, value] of assigned) groups.push(new Map([[to, where(kept, value, to)]]));
}

function isAtOnce(flat: Flat, assigned: readonly (readonly [string, Expression])[]): boolean {
  const before = new Set<string>();
  for (const [to, value] of assigned) {
    if (before.has(to) || readsOf(flat, value).some((read) => before.has(read))) return false;
    before.add(to);
  }
  return true;
}

/** List what an expression reads, through derived variables as well. */
export function readsOf(flat: Flat, e: Expression): readonly string[] {
  const found = new Set<string>();
  const look = (each: Expression): void => {
    for (const read of freeNames(each)) {
      if (found.has(read)) continue;
      found.add(read);
      const expression = flat.variables.get(read)?.expression;
      if (expression !== undefined) look(expression);
    }
  };
  look(e);
  return [...found];
}

/** Whether a condition within an instance reads and sets nothing there that moves by itself. */
export function earlyIn(flat: Flat): (block: LemsBlock) => boolean {
  const moves = (read: string): boolean => flat.variables.get(read)?.rate !== undefined;
  return ({ node, test, actions }) => {
    // What surrounds the instance moves after it.
    if (node === flat.root || !isWithin(node, flat.root)) return false;
    const values = actions.flatMap((each) => (each.kind === "assign" ? [each.value] : []));
    const sets = actions.some((each) => each.kind === "assign" && moves(each.variable));
    const reads = [test, ...values].flatMap((each) => readsOf(flat, each));
    const isOwn = (read: string): boolean =>
      isWithin(flat.variables.get(read)?.node, node) && moves(read);
    return !sets && !reads.some(isOwn) && actions.every(({ kind }) => kind === "assign");
  };
}

function isWithin(node: LemsNode | undefined, around: LemsNode): boolean {
  for (let at = node; at !== undefined; at = at.parent) if (at === around) return true;
  return false;
}

function where(condition: Expression, then: Expression, otherwise: string): Expression {
  return select(condition, then, name(otherwise));
}
