import { RULE, type SynapseProgram } from "@spikeloom/program";
import { ownPart } from "../accumulators.ts";
import { type Arena, paddedLength } from "../arena.ts";
import type { JobPlan } from "../job-plan.ts";
import { powerAbove } from "../power-above.ts";
import type { Part, Share } from "../share.ts";
import type { SpikeRing } from "../spike-rings.ts";
import type { LaidGroup, SynapseTable } from "../synapses/synapse-table.ts";
import { layHistory } from "./history-layout.ts";
import {
  type CommonLayout,
  columnBytes,
  type EagerLayout,
  type LaidRule,
  type MotionKind,
  movesSynapses,
  type RuleAddresses,
  type SegmentLayout,
} from "./laid-rule.ts";
import { layMotion, type MotionArena, type MotionTable } from "./motion-table.ts";

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
  const columns = [...table.steps].map((delay) => {
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
    ruled,
    number,
    precision,
    dt,
    shift,
    zero,
    table,
    kept: laid.kept,
    part,
    spikes,
    tables,
    segment,
    history,
    address,
    columns,
    eager,
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

interface EagerRequest {
  readonly arena: Arena;
  readonly part: Part;
  readonly longest: number;
  /** Whether the synapses stay the same ones. */
  readonly ends: "fixed" | undefined;
}

function layEager(
  { count, steps: delays }: SynapseTable,
  { arena, part, longest, ends }: EagerRequest,
): EagerLayout {
  const length = powerAbove(2 * longest + 1);
  return {
    length,
    capacity: part.size,
    lists: arena.allocate(length * part.size * 4),
    counts: arena.allocate(length * 4),
    offsets: arena.allocate((part.size * delays.length + 1) * 4, ends),
    synapses: arena.allocate(count * 4, ends),
    segments: arena.allocate(count * 4, ends),
  };
}
