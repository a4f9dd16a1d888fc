import { rangeWords } from "@spikeloom/code";
import type { Pieces } from "@spikeloom/program";
import { layAccumulators } from "./accumulators.ts";
import { type Arena, arena } from "./arena.ts";
import type { RuleSpan } from "./checkpoint/carried-memory.ts";
import { shardBounds } from "./checkpoint/shard-bounds.ts";
import { layDraws } from "./drives/draw-fillers.ts";
import { SLOT_MISSING } from "./errors.ts";
import type { JobPlan } from "./job-plan.ts";
import { layTrains } from "./lay-trains.ts";
import { type LoadedParts, loaded } from "./loaded-parts.ts";
import type { MachineKind } from "./machine-plan.ts";
import { layOpenPorts } from "./open/open-ports.ts";
import { inBytes } from "./placed.ts";
import { fillPopulation, layPopulations, type PlacedPopulation } from "./populations.ts";
import type { PlacedProcedural } from "./procedural/procedural-layout.ts";
import { type MotionArena, motionArena } from "./rules/motion-arena.ts";
import type { PlacedRule } from "./rules/placed-rule.ts";
import type { RuleLayOptions } from "./rules/rule-layout.ts";
import { type CountedShard, type DeliveryPlan, type Shard, spikeCapacities } from "./shard.ts";
import type { Share } from "./share.ts";
import { spikeRing } from "./spike-rings.ts";
import type { SynapseCounts } from "./synapses/synapse-counts.ts";
import { groupSynapses } from "./synapses/synapse-groups.ts";
import type { PlacedGroup, SynapseTable } from "./synapses/synapse-table.ts";

/** Draw the synapses of a shard once, to count them. */
export function* countShard(
  plan: JobPlan,
  share: Share,
  { synapses }: Pick<LoadedParts, "synapses">,
): Pieces<CountedShard> {
  const accumulators = layAccumulators(plan, share);
  const groups = groupSynapses(plan);
  if (groups.length === 0) return { plan, share, accumulators, counts: [] };
  const { countSynapses, drawnPartners, ownGroup } = loaded(synapses, "synapses");
  const isPacked = plan.tier === "packed";
  const counts: SynapseCounts[] = [];
  const drawn = drawnPartners();
  for (const group of groups) {
    const weights = isPacked && group.weight === undefined;
    const own = ownGroup(group, { plan, share, accumulators, drawn });
    counts.push(yield* countSynapses(own, { weights }));
  }
  return { plan, share, accumulators, counts };
}

/** Options for building a shard. */
export interface BuildOptions {
  readonly delivery: DeliveryPlan;
  readonly kind: MachineKind;
  /** Whether other threads access its memory. */
  readonly shared: boolean;
  readonly parts: LoadedParts;
}

/** Lay out the memory of a shard, write its code and draw its synapses into it. */
export function* buildShard(
  counted: CountedShard,
  { delivery, kind, shared, parts }: BuildOptions,
): Pieces<Shard> {
  const { plan, share, accumulators } = counted;
  const { precision, dt, stimuli } = plan;
  const { synapses: laying, building, drawing, carrying } = parts;
  const memory = arena();
  const sums = memory.allocate(accumulators.length * (precision === "f64" ? 8 : 4));
  const { zeroDelay, interval } = delivery;
  const populations = yield* layPopulations({
    plan,
    share,
    zeroDelay,
    accumulators,
    sums,
    arena: memory,
  });
  const { groups, spans } = layGroups(counted, delivery, { memory, sums, laying });
  yield 0;
  const tables = groups.flatMap((group) => group.tables).filter(({ count }) => count > 0);
  const procedural = laying?.layProcedural(plan, {
    share,
    accumulators,
    address: sums,
    arena: memory,
  });
  const placedTrains = layTrains(populations, plan, memory);
  const open = layOpenPorts(plan, populations, memory);
  const capacities = spikeCapacities(plan);
  const reachOf = reaches(tables, procedural, delivery);
  const rings = populations.map(({ name, resolved }, p) => {
    const capacity = capacities[p] ?? resolved.size;
    return spikeRing(memory, name, { neurons: resolved.size, capacity, reach: reachOf(name) });
  });
  const sent = populations.map(({ part }) => memory.allocate(part.size * 4, "fixed"));
  const ranges = memory.array("ranges", "i32", {
    length: rangeWords,
    kind: "fixed",
    counted: "bytes",
  });
  const ringOf = new Map(rings.map((ring) => [ring.population, ring]));
  const motions = motionArena(memory, { dt, precision });
  const context = { plan, share, populations, interval, arena: memory, motions, rings, building };
  const { rules, ruleSpans } = layRules(groups, spans, context);
  const ruled = new Set(rules.map(({ table }) => table));
  const plain = tables.filter((table) => !ruled.has(table));
  const deliveries = plain.map((table) => {
    const ring = ringOf.get(table.source);
    if (ring === undefined) throw SLOT_MISSING({ population: table.source, slot: "spikes" });
    return { rows: table, spikes: { ...ring, lists: inBytes(ring.lists) }, ranges };
  });
  const draws = layDraws(populations, { plan, memory });
  const drives = drawing?.layDrives(stimuli, { plan, share, memory }) ?? [];
  const bytes = memory.size;
  const machine = kind({
    bytes,
    precision,
    shared,
    populations,
    deliveries,
    procedural,
    adds: drawing?.countsAdded(drives) ?? { all: false, listed: false },
    rules,
    draw: building?.eventDraw(plan, rules),
    parts,
  });
  const ruleBounds = rules.flatMap((rule) => building?.ruleBounds(rule, rings) ?? []);
  const { buffer } = machine;
  const trains = placedTrains.make(buffer);
  yield* fillShard({ populations, groups, motions, rules, building }, { buffer, precision });
  procedural?.fill(buffer);
  const synapses = tables.reduce((sum, { count }) => sum + count, 0);
  return {
    plan,
    share,
    zeroDelay,
    shared,
    machine,
    bytes,
    synapses,
    populations,
    rings,
    sent,
    trains,
    groups,
    procedural,
    drives,
    draws,
    open,
    changing: {
      ranges: memory.changing(),
      rings,
      bounds: shardBounds(
        { populations, trains: placedTrains.kept, open, drives, dt, rules: ruleBounds },
        buffer,
      ),
    },
    carried: plan.revisable
      ? loaded(carrying, "carrying").carriedMemory({
          arena: memory,
          precision,
          populations,
          trains: placedTrains.kept,
          open,
          drives,
          rules: ruleSpans,
          tables,
          accumulators,
          sums,
        })
      : undefined,
    rules,
    interval,
  };
}

interface FilledParts {
  readonly populations: readonly PlacedPopulation[];
  readonly groups: readonly PlacedGroup[];
  readonly motions: MotionArena;
  readonly rules: readonly PlacedRule[];
  readonly building: LoadedParts["building"];
}

/** Write the initial content of a shard, which takes longest if synapses are drawn. */
function* fillShard(
  { populations, groups, motions, rules, building }: FilledParts,
  { buffer, precision }: { readonly buffer: ArrayBufferLike; readonly precision: "f64" | "f32" },
): Pieces<void> {
  for (const population of populations) {
    yield 0;
    fillPopulation(population, buffer, precision);
  }
  for (const group of groups) yield* group.fill(buffer);
  motions.fill(buffer);
  for (const rule of rules) {
    building?.fillRule(rule, buffer);
    yield 0;
  }
}

type Span = RuleSpan["spans"][number];

interface GroupPlace {
  readonly memory: Arena;
  readonly sums: number;
  readonly laying: LoadedParts["synapses"];
}

/** Lay out synapses group by group; also returns the address range of each group. */
function layGroups(
  { plan, counts }: CountedShard,
  { groups: decided }: DeliveryPlan,
  { memory, sums, laying }: GroupPlace,
): { readonly groups: readonly PlacedGroup[]; readonly spans: readonly Span[] } {
  const { precision, shift, reach, tier } = plan;
  const weight = tier === "exact" ? precision : tier === "compact" ? "f32" : "packed";
  const spans: Span[] = [];
  const groups = counts.map((one, k) => {
    const from = memory.size;
    const placed = loaded(laying, "synapses").layGroup(
      one,
      decided[k] ?? { kind: "segments", scale: 1 },
      {
        arena: memory,
        precision,
        weight,
        shift,
        reach,
        accumulators: sums,
      },
    );
    spans.push([from, memory.size]);
    return placed;
  });
  return { groups, spans };
}

interface RuleContext extends RuleLayOptions {
  readonly interval: number;
  readonly building: LoadedParts["building"];
}

/** Lay out the rules of plastic synapses; also returns the address range of each rule. */
function layRules(
  groups: readonly PlacedGroup[],
  spans: readonly Span[],
  context: RuleContext,
): { readonly rules: readonly PlacedRule[]; readonly ruleSpans: readonly RuleSpan[] } {
  const { arena: memory, building } = context;
  if (building === undefined) return { rules: [], ruleSpans: [] };
  const ruleSpans: RuleSpan[] = [];
  const rules = groups.flatMap((group, k) => {
    const from = memory.size;
    const rule = building.layRule(group, context);
    if (rule === undefined) return [];
    ruleSpans.push({ rule, spans: [spans[k] as Span, [from, memory.size]] });
    return [rule];
  });
  return { rules, ruleSpans };
}

/** Create a function that returns how many steps later spikes of a population are read. */
function reaches(
  tables: readonly SynapseTable[],
  procedural: PlacedProcedural | undefined,
  { interval }: DeliveryPlan,
): (population: string) => number {
  return (name) => {
    const own = tables.filter(({ source }) => source === name);
    // Rows of a ring are delivered at the end of the interval in which their spike was sent.
    const steps = own.map(({ ring, steps: delays }) =>
      ring === undefined ? (delays.at(-1) ?? 0) : interval - 1,
    );
    const isDrawn = procedural?.rows.some(({ projection }) => projection.from === name) === true;
    return Math.max(0, ...steps, isDrawn ? interval - 1 : 0);
  };
}
