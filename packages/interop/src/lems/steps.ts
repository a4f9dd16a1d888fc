import { type Expression, formatExpression, freeNames } from "@spikeloom/equations";
import type { LemsAction, LemsBlock, LemsRegimes } from "./actions.ts";
import { advance, type Group } from "./advance.ts";
import { type Flat, freeName } from "./flat.ts";
import type { Scheme } from "./kinetic.ts";
import type { LemsNode } from "./node.ts";
import { quantityOf } from "./quantity.ts";
import { name, number, renamed, select } from "./tree.ts";

/** Received events: their count and effects. */
export interface Arrival {
  /** Counter variable. */
  readonly counter: string;
  readonly blocks: readonly LemsBlock[];
}

/** Parts of a step. */
export interface StepParts {
  readonly arrivals: readonly Arrival[];
  /** Conditions on time and outer nodes, tested before any update. */
  readonly early: readonly LemsBlock[];
  readonly blocks: readonly LemsBlock[];
  readonly regimes: readonly LemsRegimes[];
  readonly schemes: readonly Scheme[];
  /** Whether simultaneous dynamics are also integrated with Euler steps. */
  readonly isEuler: boolean;
  /** Variable set to 1 if an event is sent in this step. */
  readonly sent: string | undefined;
}

const endOfStep: Expression = {
  kind: "add",
  left: { kind: "name", name: "t" },
  right: { kind: "name", name: "dt" },
};

/** Convert an expression; the LEMS time in a step is that of its end. */
export function asText(e: Expression, time: Expression = endOfStep): string {
  return formatExpression(
    renamed(e, (each) => (each === "t" ? time : { kind: "name", name: each })),
  );
}

/**
 * Declare the clock of a model that reads the time: seconds, accumulated step by step.
 *
 * jLEMS accumulates its time, and rounding determines what happens at times on the grid.
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
 * Assemble the groups of a step in the order of jLEMS.
 *
 * Received events; nested components that depend only on time, whose values outer nodes see in the same step; all state
 * variables simultaneously, by their derivatives at the start of the step; conditions, innermost first.
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

/** Append groups that take effect if a condition holds. */
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
  // In order: the condition is stored, because the first assignments may invalidate it.
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

/** List the variables that an expression depends on, directly or through derived variables. */
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

/** Whether a condition within an instance neither reads nor sets variables with dynamics. */
export function earlyIn(flat: Flat): (block: LemsBlock) => boolean {
  const moves = (read: string): boolean => flat.variables.get(read)?.rate !== undefined;
  return ({ node, test, actions }) => {
    // Nodes around the instance are updated after it.
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
