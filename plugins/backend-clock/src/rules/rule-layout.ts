import { freeNames } from "@spikeloom/equations";
import type { EventProgram, SynapseProgram } from "@spikeloom/program";
import { RULE } from "@spikeloom/program";
import { ownPart } from "../accumulators.ts";
import { type Arena, paddedLength } from "../arena.ts";
import type { SynapseTable } from "../delivery/delivery-table.ts";
import type { JobPlan, RuledProjection } from "../job-plan.ts";
import type { Part, Share } from "../share.ts";
import type { SpikeRing } from "../spike-rings.ts";
import type { KeptArrays } from "../synapses/kept-arrays.ts";
import type { LaidGroup } from "../synapses/synapse-table.ts";
import { layMotion, type MotionArena, type MotionTable } from "./motion-table.ts";

/** Kinds of variables that move between events. */
export type MotionKind = "synapse" | "source" | "target" | "common";

/** The synapses of a ruled projection in a shard, with the places of all that belongs to them. */
export interface LaidRule {
  readonly ruled: RuledProjection;
  /** Its number among the ruled projections of the network. */
  readonly number: number;
  readonly precision: "f64" | "f32";
  readonly dt: number;
  /** Steps that the convention adds to each delay. */
  readonly shift: number;
  /** Synapse time at time zero: one before that of a spike in the first step where spikes are stamped at its end. */
  readonly zero: number;
  readonly table: SynapseTable;
  readonly kept: KeptArrays;
  readonly part: Part;
  readonly spikes: SpikeRing;
  readonly tables: Readonly<Record<MotionKind, MotionTable>>;
  readonly segment: SegmentLayout;
  readonly history: HistoryLayout;
  readonly address: RuleAddresses;
  /** Dendritic steps of each delay, and whether spikes of the target come first there. */
  readonly columns: readonly { readonly dendritic: number; readonly late: boolean }[];
  readonly eager: EagerLayout | undefined;
}

/**
 * What is kept for each source and delay.
 *
 * The first step at whose synapse time spikes of targets have not been applied, the synapse time of the
 * last spike, both i32; then the source's variables.
 */
export interface SegmentLayout {
  readonly bytes: number;
  readonly variables: ReadonlyMap<string, number>;
}

/** The bytes of `from` and `last` in a segment. */
export const segmentWords = { from: 0, last: 4 } as const;

/**
 * Recent spikes of each target: a ring of entries, which a pointer to the newest belongs to.
 *
 * An entry holds the step in which the spike was sent, the target's traces after it, and those before it
 * that its own event reads.
 */
export interface HistoryLayout {
  /** Entries of a ring, and bytes of an entry and of a ring; powers of two. */
  readonly capacity: number;
  readonly entry: number;
  readonly ring: number;
  readonly after: ReadonlyMap<string, number>;
  readonly before: ReadonlyMap<string, number>;
  readonly recent: RecentLayout | undefined;
}

/**
 * The last five spikes of each target side by side, so that most synapses need one line of memory.
 *
 * First the steps in which they were sent, newest first; then the traces after the newest two, and those
 * before the newest four, each by variable and then by spike.
 */
export interface RecentLayout {
  readonly bytes: number;
  readonly after: ReadonlyMap<string, number>;
  readonly before: ReadonlyMap<string, number>;
}

/** Spikes of a target whose steps are kept side by side, and those whose traces are. */
export const recentSteps = 5;
export const recentAfter = 2;
export const recentBefore = 4;

/** Byte addresses; 0 where there is nothing. */
export interface RuleAddresses {
  /** By delay: dendritic steps, 1 where spikes of the target come first, first step not applied to all. */
  readonly columns: number;
  /** Entries older than this step may be written over. */
  readonly safe: number;
  readonly segments: number;
  /** Step of the last event of each synapse, in its own time. */
  readonly last: number;
  readonly newest: number;
  readonly history: number;
  readonly recent: number;
  readonly common: CommonLayout;
  /** A byte for each synapse that is to be removed, and a number of new ones for each target. */
  readonly marks: number;
  readonly additions: number;
  readonly modulators: ReadonlyMap<string, number>;
  /** How often each named event is asked for by code at the start of the next step: i32. */
  readonly triggers: ReadonlyMap<string, number>;
  /** Copies of neurons' variables at the start of the step, and traces that follow them. */
  readonly ends: ReadonlyMap<string, number>;
}

/**
 * What is kept once, step by step: as far back as a synapse with a dendritic delay looks.
 *
 * Rings of numbers: traces before and after the named events of a step, third factors, and counts of events as i32.
 */
export interface CommonLayout {
  /** Steps of a ring; a power of two. */
  readonly length: number;
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
  readonly modulators: ReadonlyMap<string, number>;
  readonly events: ReadonlyMap<string, number>;
}

/** Bytes of a delay among the columns, and what is where in them. */
export const columnBytes = 12;
export const columnWords = { dendritic: 0, late: 4, applied: 8 } as const;

/** What applying spikes of targets at once needs. */
export interface EagerLayout {
  /** Steps of the ring of own spikes; a power of two. */
  readonly length: number;
  readonly capacity: number;
  readonly lists: number;
  readonly counts: number;
  /** Where the synapses of each target and delay start: u32. */
  readonly offsets: number;
  /** Numbers of synapses, and addresses of their segments: u32. */
  readonly synapses: number;
  readonly segments: number;
}

/** A step before all others, though within reach of two levels of tables: of a spike that never was. */
export const never: number = -(2 ** 23);

/** How often code may ask for a named event to come in one step. */
export const mostTriggers = 4096;

const leastCapacity = 32;
const mostCapacity = 4096;

/** What rules are laid out with. */
export interface RuleLayOptions {
  readonly plan: JobPlan;
  readonly share: Share;
  readonly arena: Arena;
  readonly motions: MotionArena;
  readonly rings: readonly SpikeRing[];
}

/** Lay out what belongs to a ruled group; undefined where a shard has none of its targets. */
export function layRule(laid: LaidGroup, options: RuleLayOptions): LaidRule | undefined {
  const { ruled } = laid.group;
  const [table] = laid.tables;
  if (ruled === undefined || table === undefined || laid.kept === undefined) return undefined;
  if (table.count === 0) return undefined;
  const { plan, share, arena, motions, rings } = options;
  const { precision, dt, shift } = plan;
  const { program, projection } = ruled;
  const bytes = precision === "f64" ? 8 : 4;
  const part = ownPart(plan, projection.to, share);
  const spikes = rings.find(({ population }) => population === projection.from);
  if (spikes === undefined)
    throw RULE({ place: ruled.place, message: "Its source sends nothing." });
  const motion = (kind: MotionKind): MotionTable => layMotion(program.motion[kind], motions);
  const tables = {
    synapse: motion("synapse"),
    source: motion("source"),
    target: motion("target"),
    common: motion("common"),
  };
  const columns = [...table.delays].map((delay) => {
    const dendritic = Math.round((delay - shift) * ruled.dendritic);
    return { dendritic, late: ruled.apart && dendritic > 0 };
  });
  const longest = Math.max(0, ...columns.map(({ dendritic }) => dendritic));
  const segment = laySegment(program, bytes);
  const history = layHistory(ruled, { bytes, longest });
  const size = paddedLength(part.size);
  const each = (names: readonly string[]): ReadonlyMap<string, number> =>
    new Map(names.map((name) => [name, arena.allocate(bytes)]));
  const sources = paddedLength(table.sources);
  const end = (of: "pre" | "post"): number =>
    arena.allocate((of === "pre" ? sources : size) * bytes);
  const address: RuleAddresses = {
    columns: arena.allocate(columns.length * columnBytes),
    safe: arena.allocate(4),
    segments: arena.allocate(table.sources * columns.length * segment.bytes),
    last: movesSynapses(program) ? arena.allocate(table.count * 4) : 0,
    newest: arena.allocate(size * 4),
    history: allocateAligned(arena, size * history.ring, history.ring),
    recent: arena.allocate(size * (history.recent?.bytes ?? 0)),
    common: layCommon(program, { arena, longest, bytes }),
    marks: program.structure === undefined ? 0 : arena.allocate(table.count, "fixed"),
    additions: program.structure === undefined ? 0 : arena.allocate(size * bytes, "fixed"),
    modulators: each(program.modulators),
    triggers: new Map([...program.named.keys()].map((name) => [name, arena.allocate(4)])),
    ends: new Map(
      [...program.reads, ...program.filters].map(({ name, of }) => [name, end(of)] as const),
    ),
  };
  const isEager = program.post !== undefined && !ruled.lazy;
  const ends = program.structure === undefined ? "fixed" : undefined;
  const eager = isEager ? layEager(table, { arena, part, longest, ends }) : undefined;
  const number = plan.ruled.indexOf(ruled);
  const zero = shift === 0 && plan.convention.spikeStamp === "end" ? -1 : 0;
  return {
    ...{ ruled, number, precision, dt, shift, zero, table, kept: laid.kept, part, spikes, tables },
    ...{ segment, history, address, columns, eager },
  };
}

function layCommon(
  { common, modulators, named }: SynapseProgram,
  { arena, longest, bytes }: { readonly arena: Arena; readonly longest: number; bytes: number },
): CommonLayout {
  const length = powerAbove(longest + 1);
  const each = (names: Iterable<string>, size: number): ReadonlyMap<string, number> =>
    new Map([...names].map((name) => [name, arena.allocate(length * size)]));
  return {
    length,
    before: each(common, bytes),
    after: each(common, bytes),
    modulators: each(modulators, bytes),
    events: each(named.keys(), 4),
  };
}

/** Whether variables of a synapse move between events, so that it has to know when the last one was. */
export function movesSynapses({ motion }: SynapseProgram): boolean {
  return motion.synapse.systems.length + motion.synapse.own.length > 0;
}

function allocateAligned(arena: Arena, bytes: number, to: number): number {
  const address = arena.allocate(bytes + to);
  return Math.ceil(address / to) * to;
}

function laySegment({ source }: SynapseProgram, bytes: number): SegmentLayout {
  return {
    bytes: 8 + source.length * bytes,
    variables: new Map(source.map((name, k) => [name, 8 + k * bytes])),
  };
}

/** Whether an event draws. */
function drawsAt(event: EventProgram | undefined): boolean {
  return event?.lets.some((one) => "draw" in one) === true;
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

function layHistory(
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
  const recent = lazy && !movesSynapses(program) && !drawsAt(post);
  return {
    ...{ capacity, entry, ring: capacity * entry },
    recent: recent ? layRecent(target, before, bytes) : undefined,
    after: new Map(target.map((name, k) => [name, head + k * bytes])),
    before: new Map(before.map((name, k) => [name, head + (target.length + k) * bytes])),
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

function powerAbove(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}

interface EagerRequest {
  readonly arena: Arena;
  readonly part: Part;
  readonly longest: number;
  /** Whether the synapses stay the same ones. */
  readonly ends: "fixed" | undefined;
}

function layEager(
  { count, delays }: SynapseTable,
  { arena, part, longest, ends }: EagerRequest,
): EagerLayout {
  const length = powerAbove(2 * longest + 1);
  return {
    ...{ length, capacity: part.size },
    lists: arena.allocate(length * part.size * 4),
    counts: arena.allocate(length * 4),
    offsets: arena.allocate((part.size * delays.length + 1) * 4, ends),
    synapses: arena.allocate(count * 4, ends),
    segments: arena.allocate(count * 4, ends),
  };
}
