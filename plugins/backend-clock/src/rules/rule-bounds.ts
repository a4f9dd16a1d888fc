import { recentSpikes } from "@spikeloom/code";
import type { RowBound, StateBound, WordBound } from "../checkpoint/state-bounds.ts";
import type { PlacedArray } from "../placed.ts";
import type { SpikeRing } from "../spike-rings.ts";
import { longestOf, mostTriggers, never, type PlacedRule } from "./placed-rule.ts";

/** Bounds of the counts, indices and steps that the rule of a projection stores. */
export function ruleBounds(rule: PlacedRule, rings: readonly SpikeRing[]): readonly StateBound[] {
  const what = (of: string): string => `${of} of "${rule.ruled.projection.name}"`;
  const most = rings.reduce((sum, { capacity }) => Math.max(sum, capacity), 0);
  return [
    ...columnBounds(rule, what),
    ...stepBounds(rule, what),
    historyBound(rule, what("recent spikes")),
    ...rowBounds(rule, what("synapses")),
    ...[...rule.spikeCounts.values()].map(({ address, length }) =>
      counts(what("received spikes"), { address, length }, most),
    ),
    ...[...rule.triggers.values()].map((array) =>
      counts(what("events triggered by code"), array, mostTriggers),
    ),
    ...[...rule.common.events.values()].map((array) =>
      counts(what("named events"), array, most + mostTriggers),
    ),
  ];
}

function counts(
  what: string,
  { address, length: count }: Pick<PlacedArray, "address" | "length">,
  most: number,
): WordBound {
  return { kind: "words", what, address, count, stride: 4, least: 0, most };
}

type Naming = (of: string) => string;

/** Delays follow from the network, but not the step up to which spikes of targets have been applied. */
function columnBounds({ columns, delays, safe }: PlacedRule, name: Naming): readonly WordBound[] {
  const { first, stride, fields } = delays;
  const one = { kind: "words", count: 1, stride } as const;
  return [
    ...columns.flatMap(({ dendritic: lag, late }, k) => {
      const at = first + k * stride;
      const order = late ? 1 : 0;
      const of = { ...one, what: name("delays") };
      return [
        { ...of, address: at + fields.dendritic.address, least: lag, most: lag },
        { ...of, address: at + fields.late.address, least: order, most: order },
      ];
    }),
    {
      ...one,
      what: name("applied steps"),
      count: columns.length,
      address: first + fields.applied.address,
      least: never / 2,
      most: 0,
      isOfStep: true,
    },
    {
      ...one,
      what: name("stored steps"),
      address: safe.address,
      least: never / 2,
      most: -2 * longestOf(columns),
      isOfStep: true,
    },
  ];
}

/** Steps of the last spikes of sources, and of the last events of synapses. */
function stepBounds(
  { columns, segments, last, table }: PlacedRule,
  name: Naming,
): readonly WordBound[] {
  const { first, stride, fields } = segments;
  const count = table.sources * columns.length;
  const each = { kind: "words", count, stride, isOfStep: true } as const;
  const bounds: readonly WordBound[] = [
    { ...each, what: name("last spikes"), address: first + fields.last.address, ...past },
    {
      ...each,
      what: name("next spikes"),
      address: first + fields.from.address,
      // None has occurred yet, or the next one is due.
      least: 0,
      most: longestOf(columns) + 1,
    },
  ];
  if (last === undefined) return bounds;
  const { address, length } = last;
  return [
    ...bounds,
    { ...each, what: name("last events"), address, count: length, stride: 4, ...past },
  ];
}

/** From the step before the first to the next one. */
const past = { least: -1, most: 0 } as const;

function historyBound(rule: PlacedRule, what: string): StateBound {
  const { lazy, history, part, columns, delays, safe } = rule;
  const { recent, entries, newest, capacity } = history;
  return {
    kind: "history",
    what,
    targets: part.size,
    newest: newest.address,
    never,
    history: entries.first,
    ring: capacity * entries.stride,
    entry: entries.stride,
    safe: lazy ? safe.address : undefined,
    applied: {
      address: delays.first + delays.fields.applied.address,
      count: columns.length,
      stride: delays.stride,
    },
    longest: longestOf(columns),
    recent: recent && {
      address: recent.first + recent.fields.sent.address,
      bytes: recent.stride,
      steps: recentSpikes.sent,
    },
  };
}

/** Synapses of structural plasticity, and the index of synapses for spikes that act immediately. */
function rowBounds(rule: PlacedRule, what: string): readonly StateBound[] {
  const { program, table, part, eager, segments, columns } = rule;
  const { offsets, targets, count: room } = table;
  const rows: RowBound = { kind: "rows", what, offsets, room, targets, below: part.size };
  const changes = program.structure !== undefined;
  const bounds: StateBound[] = changes ? [rows] : [];
  if (eager === undefined) return bounds;
  const { lists, counts: ofLists, length, capacity } = eager;
  bounds.push({
    kind: "lists",
    what: `spikes onto ${what}`,
    lists: lists.address,
    counts: ofLists.address,
    length,
    capacity,
    below: part.size,
  });
  if (!changes) return bounds;
  bounds.push({
    kind: "own rows",
    what: `${what}, by target`,
    of: rows,
    columns: columns.length,
    offsets: eager.offsets,
    synapses: eager.synapses,
    segments: eager.segments,
    firstSegment: segments.first,
    segmentBytes: segments.stride,
  });
  return bounds;
}
