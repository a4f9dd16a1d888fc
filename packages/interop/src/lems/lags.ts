import type { EventLink, TunnelLink } from "./connect.ts";
import type { LemsNode } from "./node.ts";
import type { Members } from "./populations.ts";

/** How many steps later than LEMS has them the steps of a population are run; of those that can be. */
export type Lags = ReadonlyMap<Members, number>;

/** Lags, and one connection for each pair of populations whose events act a step late. */
export interface FoundLags {
  readonly lags: Lags;
  readonly late: readonly EventLink[];
}

/** What lags are found with. */
export interface LagRequest {
  /** In the order in which jLEMS moves them. */
  readonly groups: readonly Members[];
  readonly indexOf: (node: LemsNode) => readonly [Members, number];
  /** The steps between that of a spike and the one at whose start it acts, less one. */
  readonly stepsOf: (delay: number) => number;
}

/**
 * Find out which populations have to run later, so that events act in the step that they are sent in.
 *
 * In jLEMS an event without a delay reaches what moves later in the same step before it moves. Here all move at once,
 * and an event acts in the next step at the earliest: a receiver whose steps all come one step later sees it in time.
 * Where that cannot be, as in circles without a delay, nothing is moved that is connected with them, and such events
 * act a step late.
 */
export function lagsOf(
  events: readonly EventLink[],
  tunnels: readonly TunnelLink[],
  request: LagRequest,
): FoundLags {
  const least = leastLags(events, tunnels, request);
  const lags = new Map<Members, number>();
  for (const part of partsOf(request.groups, least)) {
    for (const [members, lag] of settled(part, least) ?? []) lags.set(members, lag);
  }
  const late = new Map<string, EventLink>();
  for (const link of events) {
    const [from, to] = [request.indexOf(link.from)[0], request.indexOf(link.to)[0]];
    const key = JSON.stringify([from.name, to.name]);
    if (lags.has(to) || late.has(key) || !isAtOnce(link, request)) continue;
    late.set(key, link);
  }
  return { lags, late: [...late.values()] };
}

/** By how many steps the second population has to lag behind the first, at least. */
type Least = ReadonlyMap<Members, ReadonlyMap<Members, number>>;

function leastLags(
  events: readonly EventLink[],
  tunnels: readonly TunnelLink[],
  request: LagRequest,
): Least {
  const { indexOf, stepsOf } = request;
  const least = new Map<Members, Map<Members, number>>();
  const needs = (from: Members, to: Members, steps: number): void => {
    if (from === to) return;
    const known = least.get(from) ?? new Map<Members, number>();
    least.set(from, known);
    known.set(to, Math.max(known.get(to) ?? Number.NEGATIVE_INFINITY, steps));
  };
  for (const link of events) {
    const [from, to] = [indexOf(link.from)[0], indexOf(link.to)[0]];
    needs(from, to, isAtOnce(link, request) ? 1 : -stepsOf(link.delay));
  }
  for (const { ends } of tunnels) {
    const [a, b] = [indexOf(ends[0])[0], indexOf(ends[1])[0]];
    needs(a, b, 0);
    needs(b, a, 0);
  }
  return least;
}

/** Split populations into those that are connected, in whatever direction. */
function partsOf(groups: readonly Members[], least: Least): readonly (readonly Members[])[] {
  const beside = new Map(groups.map((group) => [group, new Set<Members>()]));
  for (const [from, targets] of least) {
    for (const to of targets.keys()) {
      beside.get(from)?.add(to);
      beside.get(to)?.add(from);
    }
  }
  const seen = new Set<Members>();
  return groups.flatMap((group) => {
    if (seen.has(group)) return [];
    seen.add(group);
    // The list grows while it is gone through.
    const part = [group];
    for (const one of part) {
      for (const other of beside.get(one) ?? []) {
        if (!seen.has(other)) part.push(other);
        seen.add(other);
      }
    }
    return [part];
  });
}

/** Find the lags of connected populations; undefined where a circle would raise them forever. */
function settled(part: readonly Members[], least: Least): ReadonlyMap<Members, number> | undefined {
  const lags = new Map(part.map((group) => [group, 0]));
  for (let round = 0; round <= part.length; round++) {
    let isSettled = true;
    for (const from of part) {
      for (const [to, steps] of least.get(from) ?? []) {
        const wanted = (lags.get(from) ?? 0) + steps;
        if (wanted <= (lags.get(to) ?? 0)) continue;
        lags.set(to, wanted);
        isSettled = false;
      }
    }
    if (isSettled) return lags;
  }
  return undefined;
}

/** Whether an event reaches a population that moves later in the step. */
export function isAtOnce(
  { from, to, delay }: EventLink,
  { groups, indexOf }: Pick<LagRequest, "groups" | "indexOf">,
): boolean {
  const [sender, receiver] = [indexOf(from)[0], indexOf(to)[0]];
  return delay <= 0 && groups.indexOf(sender) < groups.indexOf(receiver);
}
