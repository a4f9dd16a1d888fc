import { expressionValue, routine } from "@spikeloom/code";
import { type GrowthProgram, RULE } from "@spikeloom/program";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { flatCall } from "../flat-call.ts";
import type { RuledProjection } from "../job-plan.ts";
import { addressOf, unsignedOf } from "../placed.ts";
import { slotView } from "../populations.ts";
import { addressesOf } from "./built-rule.ts";
import type { LaidRule } from "./laid-rule.ts";
import { fillColumns } from "./rule-fill.ts";

/** Lets synapses of a rule come and go. */
export type Restructure = (step: number) => void;

/** What it works on. */
export interface StructureOptions {
  readonly rule: LaidRule;
  readonly buffer: ArrayBufferLike;
  readonly seed: number;
  readonly trial: number;
}

/**
 * Make what removes the marked synapses of a shard and adds new ones.
 *
 * A new synapse comes from a source of the projection that does not reach the target yet, drawn for each target by itself,
 * so that shards need not know of each other. It takes the delay of the one it replaces, or the projection's.
 */
export function restructure(options: StructureOptions): Restructure {
  const { rule } = options;
  checkGrowth(rule.ruled, rule.columns.length);
  const memory = synapseMemory(options);
  const { growth } = rule.ruled;
  const choose = growth && chooser(options, growth);
  return (step) => {
    const { kept, gone, taken } = sortOut(rule, memory);
    const fresh = newSynapses(rule, { memory, gone, taken, step, choose });
    const all = [...kept, ...fresh];
    checkRoom(rule, all.length);
    if (fresh.length === 0 && gone.size === 0) return;
    writeAll(rule, memory, { all, step });
    if (rule.eager !== undefined) fillColumns(rule, rule.eager, options.buffer);
  };
}

function checkRoom({ table, ruled }: LaidRule, count: number): void {
  if (count <= table.count) return;
  throw RULE({
    place: ruled.place,
    message: "More synapses have grown than there is room for.",
    expected: `at most ${table.count} in this shard`,
    got: String(count),
    next: 'Grow fewer in "structure.add", or begin with more synapses.',
  });
}

/** Refuse synapses that grow by a number where there are several delays to take. */
export function checkGrowth({ program, place }: RuledProjection, delays: number): void {
  const { add } = program.structure ?? {};
  if (add === undefined || add === "replace" || delays <= 1) return;
  throw RULE({
    place: `${place}.delay`,
    message: "Synapses that grow by a number need one delay.",
    next: 'Give the projection one delay, or set "structure.add" to "replace".',
  });
}

/** The arrays of a table, its synapses in order of row. */
interface SynapseMemory {
  readonly offsets: Uint32Array;
  readonly targets: Uint16Array | Uint32Array;
  readonly variables: readonly {
    readonly values: Float64Array | Float32Array;
    /** What a new synapse starts with. */
    readonly start: number;
  }[];
  readonly last: Int32Array | undefined;
  /** What draws of a synapse are keyed by, where anything is drawn. */
  readonly numbers: Uint32Array | undefined;
  readonly marks: Uint8Array;
  /** How many synapses each target gets, where that is a number. */
  readonly additions: Float64Array | Float32Array;
}

function synapseMemory({ rule, buffer }: StructureOptions): SynapseMemory {
  const { table, part, precision, address } = rule;
  const { count: size } = table;
  const { growth } = rule.ruled;
  return {
    offsets: unsignedOf(buffer, table.offsets),
    targets: unsignedOf(buffer, table.targets),
    variables: [...addressesOf(rule)].map(([name, at]) => ({
      values: slotView(buffer, { address: at, size, precision }),
      start: growth === undefined ? 0 : startOfNew(growth, name, precision),
    })),
    last: address.last === 0 ? undefined : new Int32Array(buffer, address.last, size),
    numbers: rule.kept.numbers && unsignedOf(buffer, rule.kept.numbers),
    marks: new Uint8Array(buffer, address.marks, size),
    additions: slotView(buffer, { address: address.additions, size: part.size, precision }),
  };
}

/** Compute what a variable of a new synapse starts with. */
function startOfNew({ start }: GrowthProgram, variable: string, precision: "f64" | "f32"): number {
  const value = start.find(([name]) => name === variable)?.[1] ?? { kind: "number", value: 0 };
  const about = "Computes what a variable of a new synapse starts with.";
  const made = routine("start_of_new", { about }, (b) => [
    expressionValue(b, value, { type: precision, names: new Map() }),
  ]);
  return flatCall(made, { memory: { buffer: new ArrayBuffer(0) }, addressOf })();
}

/** A synapse of the table that is to be written. */
interface Synapse {
  readonly row: number;
  readonly target: number;
  /** Its number before; undefined of a new one. */
  readonly before: number | undefined;
}

interface Sorted {
  readonly kept: readonly Synapse[];
  /** Columns of the synapses that are removed, by target. */
  readonly gone: ReadonlyMap<number, readonly number[]>;
  /** Sources that reach a target, by target. */
  readonly taken: Map<number, Set<number>>;
}

/** Part the synapses that stay from those that are marked. */
function sortOut({ table, columns, ruled }: LaidRule, memory: SynapseMemory): Sorted {
  const { offsets, targets, marks } = memory;
  const width = columns.length;
  const removes = ruled.program.structure?.remove !== undefined;
  const kept: Synapse[] = [];
  const gone = new Map<number, number[]>();
  const taken = new Map<number, Set<number>>();
  for (let row = 0; row < table.sources * width; row++) {
    const end = offsets[row + 1] as number;
    for (let synapse = offsets[row] as number; synapse < end; synapse++) {
      const target = targets[synapse] as number;
      if (removes && marks[synapse] !== 0) {
        gone.set(target, [...(gone.get(target) ?? []), row % width]);
        continue;
      }
      taken.set(target, (taken.get(target) ?? new Set()).add(Math.floor(row / width)));
      kept.push({ row, target, before: synapse });
    }
  }
  return { kept, gone, taken };
}

/** Draws free sources for a target. */
type Choose = (
  target: number,
  wanted: { readonly count: number; readonly step: number; readonly taken: Set<number> },
) => readonly number[];

function chooser(
  { rule, seed, trial }: StructureOptions,
  { key, tries: mostTries, autapses }: GrowthProgram,
): Choose {
  const { part } = rule;
  const { sources } = rule.ruled.projection;
  const draws: Stream = stream(streamKey(seed, key, trial), 0);
  return (target, { count, step, taken }) => {
    const neuron = part.start + target * part.every;
    draws.seek(neuron, step);
    const chosen: number[] = [];
    for (let tries = 0; chosen.length < count && tries < mostTries * count; tries++) {
      const source = sources.neuron(draws.integer(sources.size));
      if (taken.has(source) || (source === neuron && !autapses)) continue;
      taken.add(source);
      chosen.push(source);
    }
    return chosen;
  };
}

interface Growth extends Omit<Sorted, "kept"> {
  readonly memory: SynapseMemory;
  readonly step: number;
  readonly choose: Choose | undefined;
}

/** The synapses that come, target after target. */
function newSynapses(
  rule: LaidRule,
  { memory, gone, taken, step, choose }: Growth,
): readonly Synapse[] {
  const { part, columns, ruled } = rule;
  const { targets } = ruled.projection;
  const { add } = ruled.program.structure ?? {};
  if (add === undefined || choose === undefined) return [];
  const fresh: Synapse[] = [];
  for (let target = 0; target < part.size; target++) {
    const neuron = part.start + target * part.every;
    if (targets.isAll !== true && targets.index(neuron) < 0) continue;
    const left = gone.get(target) ?? [];
    const number = Math.floor(memory.additions[target] as number);
    const count = add === "replace" ? left.length : Math.max(0, number);
    // Sources are drawn until there are as many, or none is left.
    checkRoom(rule, count);
    const own = taken.get(target) ?? new Set();
    choose(target, { count, step, taken: own }).forEach((source, k) => {
      fresh.push({ row: source * columns.length + (left[k] ?? 0), target, before: undefined });
    });
  }
  return fresh;
}

/** Tell a new synapse from the others of its row by the neuron at its other end. */
function freshNumber(
  { ruled, part, columns }: LaidRule,
  { row, target }: { readonly row: number; readonly target: number },
): number {
  const isByTarget = ruled.projection.plan.by === "target";
  const source = Math.floor(row / columns.length);
  const other = isByTarget ? source : part.start + target * part.every;
  const first = ruled.growth?.firstNumber ?? 0;
  return first + (other % first);
}

/** Write all synapses anew, row after row, those that were there before first. */
function writeAll(
  rule: LaidRule,
  { offsets, targets, variables, last, numbers }: SynapseMemory,
  { all, step }: { readonly all: Synapse[]; readonly step: number },
): void {
  const { columns } = rule;
  all.sort((a, b) => a.row - b.row);
  const oldNumbers = numbers?.slice();
  const old = variables.map(({ values }) => values.slice());
  const oldLast = last?.slice();
  offsets.fill(0);
  all.forEach(({ row, target, before }, place) => {
    offsets[row + 1] = (offsets[row + 1] as number) + 1;
    targets[place] = target;
    variables.forEach(({ values, start }, k) => {
      values[place] = before === undefined ? start : ((old[k] as Float64Array)[before] as number);
    });
    if (numbers !== undefined && oldNumbers !== undefined) {
      numbers[place] =
        before === undefined ? freshNumber(rule, { row, target }) : (oldNumbers[before] as number);
    }
    if (last === undefined || oldLast === undefined) return;
    const { dendritic } = columns[row % columns.length] as LaidRule["columns"][number];
    last[place] =
      before === undefined ? Math.max(0, step - dendritic) : (oldLast[before] as number);
  });
  for (let row = 1; row < offsets.length; row++) {
    offsets[row] = (offsets[row] as number) + (offsets[row - 1] as number);
  }
}
