import type { RowBound, StateBound, WordBound } from "../checkpoint/state-bounds.ts";
import type { SpikeRing } from "../spike-rings.ts";
import {
  columnBytes,
  columnWords,
  type EagerLayout,
  type LaidRule,
  mostTriggers,
  never,
  recentSteps,
  segmentWords,
} from "./laid-rule.ts";
import type { RuleJob } from "./rule-code.ts";

/** Bound what the rule of a projection keeps as counts, places and steps. */
export function ruleBounds(
  { rule, spikeCounts }: RuleJob,
  rings: readonly SpikeRing[],
): readonly StateBound[] {
  const what = (of: string): string => `${of} of "${rule.ruled.projection.name}"`;
  const most = rings.reduce((sum, { capacity }) => Math.max(sum, capacity), 0);
  return [
    ...columnBounds(rule, what),
    ...stepBounds(rule, what),
    historyBound(rule, what("recent spikes")),
    ...rowBounds(rule, what("synapses")),
    ...[...spikeCounts.values()].map(({ address, length }) =>
      counts(what("spikes that it hears of"), { address, count: length }, most),
    ),
    ...[...rule.address.triggers.values()].map((address) =>
      counts(what("events that code asks for"), { address, count: 1 }, mostTriggers),
    ),
    ...[...rule.address.common.events.values()].map((address) => {
      const { length } = rule.address.common;
      return counts(what("named events"), { address, count: length }, most + mostTriggers);
    }),
  ];
}

function counts(
  what: string,
  { address, count }: { readonly address: number; readonly count: number },
  most: number,
): WordBound {
  return { kind: "words", what, address, count, stride: 4, least: 0, most };
}

type Naming = (of: string) => string;

/** Delays are the network's; up to which step spikes of targets are applied is not. */
function columnBounds({ columns, address }: LaidRule, name: Naming): readonly WordBound[] {
  const longest = longestOf(columns);
  const what = name("delays");
  const one = { kind: "words", count: 1, stride: columnBytes } as const;
  return [
    ...columns.flatMap(({ dendritic, late }, k) => {
      const at = address.columns + k * columnBytes;
      const [lag, order] = [dendritic, late ? 1 : 0];
      return [
        { ...one, what, address: at + columnWords.dendritic, least: lag, most: lag },
        { ...one, what, address: at + columnWords.late, least: order, most: order },
      ];
    }),
    {
      ...one,
      what: name("steps that are applied"),
      count: columns.length,
      address: address.columns + columnWords.applied,
      least: never / 2,
      most: 0,
      isOfStep: true,
    },
    {
      ...one,
      what: name("steps that are kept"),
      address: address.safe,
      least: never / 2,
      most: -2 * longest,
      isOfStep: true,
    },
  ];
}

function longestOf(columns: LaidRule["columns"]): number {
  return Math.max(0, ...columns.map(({ dendritic }) => dendritic));
}

/** Steps of the last spikes of sources, and of the last events of synapses. */
function stepBounds(
  { columns, address, segment, table }: LaidRule,
  name: Naming,
): readonly WordBound[] {
  const rows = table.sources * columns.length;
  const each = { kind: "words", count: rows, stride: segment.bytes, isOfStep: true } as const;
  const from = address.segments + segmentWords.from;
  const bounds: readonly WordBound[] = [
    { ...each, what: name("last spikes"), address: address.segments + segmentWords.last, ...past },
    // None has come yet, or the one after it is next.
    { ...each, what: name("next spikes"), address: from, least: 0, most: longestOf(columns) + 1 },
  ];
  if (address.last === 0) return bounds;
  const last = { what: name("last events"), address: address.last, count: table.count };
  return [...bounds, { kind: "words", ...last, stride: 4, ...past, isOfStep: true }];
}

/** From the step before the first to that which comes next. */
const past = { least: -1, most: 0 } as const;

function historyBound(rule: LaidRule, what: string): StateBound {
  const { ruled, address, history, part, columns } = rule;
  const { recent } = history;
  return {
    kind: "history",
    what,
    targets: part.size,
    newest: address.newest,
    never,
    history: address.history,
    ring: history.ring,
    entry: history.entry,
    safe: ruled.lazy ? address.safe : undefined,
    applied: {
      address: address.columns + columnWords.applied,
      count: columns.length,
      stride: columnBytes,
    },
    longest: longestOf(columns),
    recent: recent && { address: address.recent, bytes: recent.bytes, steps: recentSteps },
  };
}

/** Synapses that come and go, and what spikes that act at once find them by. */
function rowBounds(rule: LaidRule, what: string): readonly StateBound[] {
  const { ruled, table, part, columns, eager } = rule;
  const rows: RowBound = {
    kind: "rows",
    what,
    offsets: table.offsets.address,
    rows: table.sources * columns.length,
    room: table.count,
    targets: table.targets.address,
    index: table.targets.element === "u16" ? 2 : 4,
    below: part.size,
  };
  const changes = ruled.program.structure !== undefined;
  return [
    ...(changes ? [rows] : []),
    ...(eager === undefined ? [] : [ownSpikes(eager, part.size, what)]),
    ...(changes && eager !== undefined ? [ownRows(rule, eager, rows)] : []),
  ];
}

function ownSpikes(eager: EagerLayout, below: number, what: string): StateBound {
  const { lists, counts: ofLists, length, capacity } = eager;
  return {
    kind: "lists",
    what: `spikes onto ${what}`,
    lists,
    counts: ofLists,
    length,
    capacity,
    below,
  };
}

function ownRows({ columns, address, segment }: LaidRule, eager: EagerLayout, of: RowBound) {
  const { offsets, synapses, segments } = eager;
  return {
    kind: "own rows",
    what: `${of.what}, by target`,
    of,
    columns: columns.length,
    offsets,
    synapses,
    segments,
    firstSegment: address.segments,
    segmentBytes: segment.bytes,
  } as const satisfies StateBound;
}
