import { freeNames } from "@spikeloom/equations";
import { RULE } from "@spikeloom/program";
import type { RuledProjection } from "../job-plan.ts";
import { powerAbove } from "../power-above.ts";
import { drawsAt } from "./draws-in.ts";
import {
  type HistoryLayout,
  movesSynapses,
  type RecentLayout,
  recentAfter,
  recentBefore,
  recentSteps,
} from "./laid-rule.ts";

const leastCapacity = 32;
const mostCapacity = 4096;

/** Lay out the spikes that are kept of each target, entry by entry. */
export function layHistory(
  { program, place, lazy }: RuledProjection,
  { bytes, longest }: { readonly bytes: number; readonly longest: number },
): HistoryLayout {
  const { post, target } = program;
  const read = new Set(
    [
      ...(post?.lets ?? []).flatMap((one) => ("value" in one ? [one.value] : one.args)),
      ...(post?.sets ?? []).map(([, value]) => value),
    ].flatMap((value) => [...freeNames(value)]),
  );
  const before = target.filter((name) => read.has(name));
  const values = target.length + before.length;
  const entry = powerAbove(bytes === 8 ? 8 + 8 * values : 4 + 4 * values);
  const head = bytes;
  const capacity = historyCapacity(longest, place);
  const recent = lazy && !movesSynapses(program) && !(post && drawsAt(post));
  return {
    capacity,
    entry,
    ring: capacity * entry,
    recent: recent ? layRecent(target, before, bytes) : undefined,
    after: new Map(target.map((name, k) => [name, head + k * bytes])),
    before: new Map(before.map((name, k) => [name, head + (target.length + k) * bytes])),
  };
}

function layRecent(
  target: readonly string[],
  before: readonly string[],
  bytes: number,
): RecentLayout {
  const first = Math.ceil((recentSteps * 4) / 8) * 8;
  const second = first + target.length * recentAfter * bytes;
  const end = second + before.length * recentBefore * bytes;
  return {
    bytes: Math.ceil(end / 8) * 8,
    after: new Map(target.map((name, k) => [name, first + k * recentAfter * bytes])),
    before: new Map(before.map((name, k) => [name, second + k * recentBefore * bytes])),
  };
}

/** Entries of the ring of each target's spikes: those that may still be asked for, within twice the longest dendritic delay. */
export function historyCapacity(longest: number, place: string): number {
  const capacity = powerAbove(Math.max(leastCapacity, 2 * longest + 4));
  if (capacity <= mostCapacity) return capacity;
  throw RULE({
    place,
    message: `A dendritic delay of ${longest} steps asks for too many spikes to be kept.`,
    expected: `at most ${mostCapacity / 2 - 2} steps`,
    next: 'Lower "dendritic" or the delays, or take longer steps.',
  });
}
