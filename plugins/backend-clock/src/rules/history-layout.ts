import { drawsAt, namesIn, recentSpikes } from "@spikeloom/code";
import { powerAbove, RULE } from "@spikeloom/program";
import type { RuledProjection } from "../job-plan.ts";
import { movesSynapses } from "./placed-rule.ts";

/** Byte offsets of the fields of a record. */
type Offsets = ReadonlyMap<string, number>;

/** Entries of recent spikes: the step first, then traces after the spike and before it. */
export interface HistoryLayout {
  /** Number of entries of a ring, and bytes of an entry and of a ring; powers of two. */
  readonly capacity: number;
  readonly entry: number;
  readonly ring: number;
  readonly after: Offsets;
  readonly before: Offsets;
  /** The last spikes, in adjacent memory. */
  readonly recent:
    | { readonly bytes: number; readonly after: Offsets; readonly before: Offsets }
    | undefined;
}

const leastCapacity = 32;
const mostCapacity = 4096;

/** Lay out the stored spikes of each target, entry by entry. */
export function layHistory(
  { program, place, lazy }: RuledProjection,
  { bytes, longest }: { readonly bytes: number; readonly longest: number },
): HistoryLayout {
  const { post, target } = program;
  const read = namesIn(post);
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
): HistoryLayout["recent"] {
  const first = Math.ceil((recentSpikes.sent * 4) / 8) * 8;
  const second = first + target.length * recentSpikes.after * bytes;
  const end = second + before.length * recentSpikes.before * bytes;
  return {
    bytes: Math.ceil(end / 8) * 8,
    after: new Map(target.map((name, k) => [name, first + k * recentSpikes.after * bytes])),
    before: new Map(before.map((name, k) => [name, second + k * recentSpikes.before * bytes])),
  };
}

/**
 * Return the number of entries of each target's ring: those that may still be read, within twice the longest dendritic
 * delay.
 */
export function historyCapacity(longest: number, place: string): number {
  const capacity = powerAbove(Math.max(leastCapacity, 2 * longest + 4));
  if (capacity <= mostCapacity) return capacity;
  throw RULE({
    place,
    message: `A dendritic delay of ${longest} steps requires too many stored spikes.`,
    expected: `at most ${mostCapacity / 2 - 2} steps`,
    next: 'Reduce "dendritic" or the delays, or use longer steps.',
  });
}
