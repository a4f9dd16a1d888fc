import { type GrowthProgram, RULE } from "@spikeloom/program";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { routine } from "../../form/build.ts";
import { expressionValue } from "../../form/expression.ts";
import type { ArrayView, ViewArray } from "../../random/random-series.ts";
import { interpret } from "../../targets/javascript/interpret.ts";
import type { RuleArrays } from "./rule-arrays.ts";

/** Removes and adds synapses of a rule. */
export type Restructure = (step: number) => void;

/** Neurons of a population with their own numbering. */
export interface NumberedNeurons {
  readonly size: number;
  readonly isAll?: boolean;
  neuron(number: number): number;
  /** The index of a neuron; -1 if it is not selected. */
  index(neuron: number): number;
}

/** Inputs. */
export interface StructureOptions {
  readonly rule: RuleArrays;
  readonly growth: GrowthProgram | undefined;
  readonly sources: NumberedNeurons;
  readonly targets: NumberedNeurons;
  /** Name of the projection, for errors. */
  readonly place: string;
  readonly seed: number;
  readonly trial: number;
  readonly view: ViewArray;
}

/**
 * Create the function that removes marked synapses of a shard and adds new ones.
 *
 * A new synapse comes from a source of the projection that does not yet reach the target. Sources are drawn for each
 * target separately, so shards need not communicate. It has the delay of the synapse that it replaces, or the
 * projection's.
 */
export function restructure(options: StructureOptions): Restructure {
  const { rule, growth, place } = options;
  const { structure, columns } = rule;
  if (structure === undefined) return () => undefined;
  const { add } = rule.program.structure ?? {};
  if (add !== undefined && add !== "replace" && columns.length > 1) {
    throw RULE({
      place: `${place}.delay`,
      message: "Structural plasticity with a computed number of synapses requires a single delay.",
      next: 'Give the projection one delay, or set "structure.add" to "replace".',
    });
  }
  const memory = synapseMemory(options);
  const choose = growth && chooser(options, growth);
  return (step) => {
    const { kept, gone, taken } = sortOut(options, memory);
    const fresh = newSynapses(options, { memory, gone, taken, step, choose });
    const all = [...kept, ...fresh];
    checkRoom(options, all.length);
    if (fresh.length === 0 && gone.size === 0) return;
    writeAll(options, memory, { all, step });
    sortByTarget(rule, options.view);
  };
}

function checkRoom({ rule: { table }, place }: StructureOptions, count: number): void {
  if (count <= table.count) return;
  throw RULE({
    place,
    message: "Structural plasticity adds more synapses than there is room for.",
    expected: `at most ${table.count} in this shard`,
    got: String(count),
    next: 'Add fewer in "structure.add", or start with more synapses.',
  });
}

/** The arrays of a table, its synapses in order of row. */
interface SynapseMemory {
  readonly offsets: ArrayView;
  readonly targets: ArrayView;
  readonly variables: readonly {
    readonly values: ArrayView;
    /** Initial values of a new synapse. */
    readonly start: number;
  }[];
  readonly last: ArrayView | undefined;
  /** Keys for the draws of a synapse, if anything is drawn. */
  readonly numbers: ArrayView | undefined;
  readonly marks: ArrayView | undefined;
  /** Number of synapses that each target gets, if that is a number. */
  readonly additions: ArrayView | undefined;
}

function synapseMemory({ rule, growth, view }: StructureOptions): SynapseMemory {
  const { table, structure, precision, variables, last, numbers } = rule;
  return {
    offsets: view(table.offsets),
    targets: view(table.targets),
    variables: [...variables].map(([name, array]) => ({
      values: view(array),
      start: growth === undefined ? 0 : startOfNew(growth, name, precision),
    })),
    last: last && view(last),
    numbers: numbers && view(numbers),
    marks: structure && view(structure.marks),
    additions: structure && view(structure.additions),
  };
}

/** Compute the initial value of a variable of a new synapse. */
function startOfNew({ start }: GrowthProgram, variable: string, precision: "f64" | "f32"): number {
  const value = start.find(([name]) => name === variable)?.[1] ?? { kind: "number", value: 0 };
  const about = "Computes the initial value of a variable of a new synapse.";
  const made = routine("start_of_new", { about }, (b) => [
    expressionValue(b, value, { type: precision, names: new Map() }),
  ]);
  const where = { memory: { buffer: new ArrayBuffer(0) }, addressOf: () => 0 };
  return Number(interpret(made, where)([], [])[0]);
}

/** A synapse of the table to be written. */
interface Synapse {
  readonly row: number;
  readonly target: number;
  /** Its previous index; undefined for a new one. */
  readonly before: number | undefined;
}

interface Sorted {
  readonly kept: readonly Synapse[];
  /** Columns of the synapses that are removed, by target. */
  readonly gone: ReadonlyMap<number, readonly number[]>;
  /** Sources that reach a target, by target. */
  readonly taken: Map<number, Set<number>>;
}

/** Separate the remaining synapses from the marked ones. */
function sortOut({ rule }: StructureOptions, memory: SynapseMemory): Sorted {
  const { table, columns, program } = rule;
  const { offsets, targets, marks } = memory;
  const width = columns.length;
  const removes = program.structure?.remove !== undefined;
  const kept: Synapse[] = [];
  const gone = new Map<number, number[]>();
  const taken = new Map<number, Set<number>>();
  for (let row = 0; row < table.sources * width; row++) {
    const end = offsets[row + 1] as number;
    for (let synapse = offsets[row] as number; synapse < end; synapse++) {
      const target = targets[synapse] as number;
      if (removes && marks?.[synapse] !== 0) {
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
  { rule, sources, seed, trial }: StructureOptions,
  { key, tries: mostTries, autapses }: GrowthProgram,
): Choose {
  const { part } = rule;
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

/** The new synapses, target by target. */
function newSynapses(
  options: StructureOptions,
  { memory, gone, taken, step, choose }: Growth,
): readonly Synapse[] {
  const { rule, targets } = options;
  const { part, columns, program } = rule;
  const { add } = program.structure ?? {};
  if (add === undefined || choose === undefined) return [];
  const fresh: Synapse[] = [];
  for (let target = 0; target < part.size; target++) {
    const neuron = part.start + target * part.every;
    if (targets.isAll !== true && targets.index(neuron) < 0) continue;
    const left = gone.get(target) ?? [];
    const number = Math.floor(memory.additions?.[target] as number);
    const count = add === "replace" ? left.length : Math.max(0, number);
    // Sources are drawn until there are enough, or none is left.
    checkRoom(options, count);
    const own = taken.get(target) ?? new Set();
    choose(target, { count, step, taken: own }).forEach((source, k) => {
      fresh.push({ row: source * columns.length + (left[k] ?? 0), target, before: undefined });
    });
  }
  return fresh;
}

/** Distinguish a new synapse from the others of its row by the neuron at its other end. */
function freshNumber(
  { rule: { drawnBy, part, columns }, growth }: StructureOptions,
  { row, target }: { readonly row: number; readonly target: number },
): number {
  const source = Math.floor(row / columns.length);
  const other = drawnBy === "target" ? source : part.start + target * part.every;
  const first = growth?.firstNumber ?? 0;
  return first + (other % first);
}

/** Rewrite all synapses, row by row, existing ones first. */
function writeAll(
  options: StructureOptions,
  { offsets, targets, variables, last, numbers }: SynapseMemory,
  { all, step }: { readonly all: Synapse[]; readonly step: number },
): void {
  const { columns } = options.rule;
  all.sort((a, b) => a.row - b.row);
  const oldNumbers = numbers?.slice();
  const old = variables.map(({ values }) => values.slice());
  const oldLast = last?.slice();
  offsets.fill(0);
  all.forEach(({ row, target, before }, place) => {
    offsets[row + 1] = (offsets[row + 1] as number) + 1;
    targets[place] = target;
    variables.forEach(({ values, start }, k) => {
      values[place] = before === undefined ? start : ((old[k] as ArrayView)[before] as number);
    });
    if (numbers !== undefined && oldNumbers !== undefined) {
      numbers[place] =
        before === undefined
          ? freshNumber(options, { row, target })
          : (oldNumbers[before] as number);
    }
    if (last === undefined || oldLast === undefined) return;
    const { dendritic } = columns[row % columns.length] as RuleArrays["columns"][number];
    last[place] =
      before === undefined ? Math.max(0, step - dendritic) : (oldLast[before] as number);
  });
  for (let row = 1; row < offsets.length; row++) {
    offsets[row] = (offsets[row] as number) + (offsets[row - 1] as number);
  }
}

/** Sort synapses by target and delay, if spikes of targets act immediately. */
export function sortByTarget(
  { table, part, columns, segments: records, eager }: RuleArrays,
  view: StructureOptions["view"],
): void {
  if (eager === undefined) return;
  // With structural plasticity there may be fewer than there is room for.
  const width = columns.length;
  const [rows, targets] = [view(table.offsets), view(table.targets)];
  const [synapses, segments] = [view(eager.synapses), view(eager.segments)];
  const offsets = view(eager.offsets);
  const visit = (act: (place: number, synapse: number, row: number) => void): void => {
    for (let row = 0; row < table.sources * width; row++) {
      const end = rows[row + 1] as number;
      for (let synapse = rows[row] as number; synapse < end; synapse++) {
        act((targets[synapse] as number) * width + (row % width), synapse, row);
      }
    }
  };
  offsets.fill(0);
  visit((place) => {
    offsets[place + 1] = (offsets[place + 1] as number) + 1;
  });
  for (let k = 0; k < part.size * width; k++) {
    offsets[k + 1] = (offsets[k + 1] as number) + (offsets[k] as number);
  }
  const next = offsets.slice(0, part.size * width);
  visit((place, synapse, row) => {
    const at = next[place] as number;
    next[place] = at + 1;
    synapses[at] = synapse;
    segments[at] = records.first + row * records.stride;
  });
}
