import {
  type ElementType,
  elementBytes,
  type FloatType,
  type MotionKind,
  motionTables,
} from "@spikeloom/code";
import {
  powerAbove,
  RULE,
  type SynapseProgram,
  stepsBehind,
  synapseStart,
} from "@spikeloom/program";
import { ownPart } from "../accumulators.ts";
import { type Arena, paddedLength } from "../arena.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan, RuledProjection } from "../job-plan.ts";
import { type PlacedArray, placed } from "../placed.ts";
import type { PlacedPopulation } from "../populations.ts";
import type { Part, Share } from "../share.ts";
import type { SpikeRing } from "../spike-rings.ts";
import type { PlacedGroup, SynapseTable } from "../synapses/synapse-table.ts";
import { type HistoryLayout, layHistory } from "./history-layout.ts";
import type { MotionArena } from "./motion-arena.ts";
import { longestOf, movesSynapses, type PlacedRule } from "./placed-rule.ts";
import { laySpikeCounts } from "./spike-counts.ts";

/** Inputs for the layout of rules. */
export interface RuleLayOptions {
  readonly plan: JobPlan;
  readonly share: Share;
  readonly arena: Arena;
  readonly motions: MotionArena;
  readonly rings: readonly SpikeRing[];
  /** The minimum delay in steps. */
  readonly interval: number;
  readonly populations: readonly PlacedPopulation[];
}

/** Lay out the data of a ruled group; undefined if a shard has none of its targets. */
export function layRule(placed: PlacedGroup, options: RuleLayOptions): PlacedRule | undefined {
  const { ruled } = placed.group;
  const [table] = placed.tables;
  if (ruled === undefined || table === undefined || placed.kept === undefined) return undefined;
  if (table.count === 0) return undefined;
  const { plan, share, arena, motions, rings } = options;
  const { precision, dt, shift } = plan;
  const { program, projection } = ruled;
  const bytes = precision === "f64" ? 8 : 4;
  const part = ownPart(plan, projection.to, share);
  const spikes = rings.find(({ population }) => population === projection.from);
  if (spikes === undefined)
    throw RULE({ place: ruled.place, message: "Its source sends nothing." });
  const motion = (kind: MotionKind) => motionTables(program.motion[kind], motions);
  const tables = {
    synapse: motion("synapse"),
    source: motion("source"),
    target: motion("target"),
    common: motion("common"),
  };
  const columns = [...table.steps].map((delay) => {
    const dendritic = stepsBehind(delay - shift, ruled.dendritic);
    return { dendritic, late: ruled.apart && dendritic > 0 };
  });
  const longest = longestOf(columns);
  const { structure } = program;
  const ends = structure === undefined ? "fixed" : undefined;
  const count = { length: table.count };
  const targets = { length: paddedLength(part.size) };
  const sources = { length: paddedLength(table.sources) };
  const arrays = {
    delays: layDelays(arena, columns.length),
    safe: arena.array("safe", "i32", { length: 1 }),
    segments: laySegments(program, { arena, precision, count: table.sources * columns.length }),
    last: movesSynapses(program) ? arena.array("last", "i32", count) : undefined,
    history: placeHistory(layHistory(ruled, { bytes, longest }), {
      arena,
      precision,
      count: targets.length,
    }),
    common: layCommon(program, { arena, longest, precision }),
    structure: structure && {
      marks: arena.array("marks", "u8", { ...count, kind: "fixed" }),
      additions: arena.array("additions", precision, { ...targets, kind: "fixed" }),
    },
    modulators: named(program.modulators, (name) => arena.array(name, precision, { length: 1 })),
    triggers: named(program.named.keys(), (name) => arena.array(name, "i32", { length: 1 })),
    ends: new Map(
      [...program.reads, ...program.filters].map(({ name, of }) => {
        return [name, arena.array(name, precision, of === "pre" ? sources : targets)] as const;
      }),
    ),
  };
  const isEager = program.post !== undefined && !ruled.lazy;
  const [weight] = table.weights.kind === "each" ? [table.weights.array] : [];
  return {
    ...arrays,
    ruled,
    program,
    number: plan.ruled.indexOf(ruled),
    lazy: ruled.lazy,
    drawnBy: projection.plan.by,
    precision,
    dt,
    shift,
    zero: synapseStart(plan),
    table,
    part,
    spikes,
    variables: new Map([
      ...(weight === undefined ? [] : [["weight", weight] as const]),
      ...placed.kept.variables,
    ]),
    numbers: placed.kept.numbers,
    motion: tables,
    columns,
    inputs: inputsOf(ruled, options),
    eager: isEager ? layEager(table, { arena, part, longest, ends }) : undefined,
    spikeCounts: laySpikeCounts(ruled, options),
  };
}

/** Create a value for each name. */
function named<Of>(names: Iterable<string>, make: (name: string) => Of): ReadonlyMap<string, Of> {
  return new Map([...names].map((name) => [name, make(name)]));
}

/** Assign offsets to the fields of records, which are added to pointers. */
function fieldsAt<Element extends ElementType>(
  address: number,
  element: Element,
  offsets: Iterable<readonly [name: string, offset: number]>,
): ReadonlyMap<string, PlacedArray<Element>> {
  return new Map(
    [...offsets].map(([name, offset]) => {
      return [name, placed(name, element, { address: address + offset, counted: "bytes" })];
    }),
  );
}

/** A word of a record. */
function word(name: string, address: number): PlacedArray<"i32"> {
  return placed(name, "i32", { address, counted: "bytes" });
}

function layDelays(arena: Arena, count: number): PlacedRule["delays"] {
  const stride = 12;
  const address = arena.allocate(count * stride);
  const fields = {
    dendritic: word("dendritic", address),
    late: word("late", address + 4),
    applied: word("applied", address + 8),
  };
  return { first: 0, stride, fields };
}

interface RecordRequest {
  readonly arena: Arena;
  readonly precision: FloatType;
  readonly count: number;
}

/** Lay out the data of each source and delay: two words, then the variables of the source. */
function laySegments(
  { source }: SynapseProgram,
  { arena, precision, count }: RecordRequest,
): PlacedRule["segments"] {
  const bytes = elementBytes[precision];
  const stride = 8 + source.length * bytes;
  return {
    first: arena.allocate(count * stride),
    stride,
    fields: { from: word("from", 0), last: word("last", 4) },
    variables: fieldsAt(
      0,
      precision,
      source.map((name, k) => [name, 8 + k * bytes]),
    ),
  };
}

function placeHistory(
  { capacity, entry: stride, ring, after, before, recent }: HistoryLayout,
  { arena, precision, count }: RecordRequest,
): PlacedRule["history"] {
  const newest = arena.array("newest", "i32", { length: count });
  // Rings start at multiples of their size.
  const first = Math.ceil(arena.allocate(count * ring + ring) / ring) * ring;
  const address = arena.allocate(count * (recent?.bytes ?? 0));
  return {
    capacity,
    entries: { first, stride, fields: { sent: word("sent", 0) } },
    newest,
    after: fieldsAt(0, precision, after),
    before: fieldsAt(0, precision, before),
    recent: recent && {
      first: 0,
      stride: recent.bytes,
      fields: { sent: word("sent", address) },
      after: fieldsAt(address, precision, recent.after),
      before: fieldsAt(address, precision, recent.before),
    },
  };
}

function layCommon(
  { common, modulators, named: events }: SynapseProgram,
  {
    arena,
    longest,
    precision,
  }: { readonly arena: Arena; readonly longest: number; readonly precision: FloatType },
): PlacedRule["common"] {
  const length = powerAbove(longest + 1);
  const ring = (name: string) => arena.array(name, precision, { length });
  return {
    length,
    before: named(common, ring),
    after: named(common, ring),
    modulators: named(modulators, ring),
    events: named(events.keys(), (name) => arena.array(name, "i32", { length })),
  };
}

interface EagerRequest {
  readonly arena: Arena;
  readonly part: Part;
  readonly longest: number;
  /** Whether the synapses are fixed. */
  readonly ends: "fixed" | undefined;
}

function layEager(
  { count: length, steps }: SynapseTable,
  { arena, part, longest, ends: kind }: EagerRequest,
): PlacedRule["eager"] {
  const ring = powerAbove(2 * longest + 1);
  return {
    length: ring,
    capacity: part.size,
    lists: arena.array("lists", "i32", { length: ring * part.size }),
    counts: arena.array("counts", "i32", { length: ring }),
    offsets: arena.array("offsets", "i32", { length: part.size * steps.length + 1, kind }),
    synapses: arena.array("synapses", "i32", { length, kind }),
    segments: arena.array("segments", "i32", { length, kind }),
  };
}

/** The inputs of its targets to which a rule couples. */
function inputsOf(
  { program, projection }: RuledProjection,
  { populations, plan: { precision } }: RuleLayOptions,
): PlacedRule["inputs"] {
  const target = populations.find(({ name }) => name === projection.to);
  return named(
    program.coupling.map(({ into }) => into),
    (into) => {
      const address = target?.slots.get(into);
      if (address === undefined) throw SLOT_MISSING({ population: projection.to, slot: into });
      return placed(into, precision, { address, length: target?.part.size ?? 0 });
    },
  );
}
