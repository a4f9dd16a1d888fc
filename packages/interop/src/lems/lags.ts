import type { EventLink, TunnelLink } from "./connect.ts";
import type { LemsNode } from "./node.ts";
import type { Members } from "./populations.ts";

/** Number of steps by which a population's steps run later than in LEMS. */
export type Lags = ReadonlyMap<Members, number>;

/** Lags, and one connection per pair of populations whose events act one step late. */
export interface FoundLags {
  readonly lags: Lags;
  readonly late: readonly EventLink[];
}

/** Inputs for computing lags. */
export interface LagRequest {
  /** In the update order of jLEMS. */
  readonly groups: readonly Members[];
  readonly indexOf: (node: LemsNode) => readonly [Members, number];
  /** Steps from that of a spike to the one at whose start it acts, minus one. */
  readonly stepsOf: (delay: number) => number;
}

/**
 * Find populations that must run later, so that events act in the step in which they are sent.
 *
 * In jLEMS, an event without delay reaches components that are updated later in the same step before their update.
 * Here, all are updated simultaneously, and an event acts in the next step at the earliest; a receiver whose steps all
 * run one step later receives it in time.
 * If that is impossible, as in cycles without delay, populations connected with such a cycle are not shifted, and these
 * events act one step late.
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

/** Minimum number of steps by which the second population must lag behind the first. */
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

/** Partition populations into connected groups, ignoring direction. */
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
    // The list grows during iteration.
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

/** Compute the lags of connected populations; undefined if a cycle would increase them without limit. */
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

/** Whether an event reaches a population that is updated later in the step. */
export function isAtOnce(
  { from, to, delay }: EventLink,
  { groups, indexOf }: Pick<LagRequest, "groups" | "indexOf">,
): boolean {
  const [sender, receiver] = [indexOf(from)[0], indexOf(to)[0]];
  return delay <= 0 && groups.indexOf(sender) < groups.indexOf(receiver);
}
