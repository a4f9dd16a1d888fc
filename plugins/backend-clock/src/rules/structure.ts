import { javascriptScalar } from "@spikeloom/compile";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { RULE } from "../errors.ts";
import { fillColumns, type LaidRule } from "./rule-layout.ts";
import { addressesOf } from "./wasm/synapse-arrays.ts";

/** Lets synapses of a rule come and go. */
export type Restructure = (step: number) => void;

/** What it works on. */
export interface StructureOptions {
  readonly rule: LaidRule;
  readonly buffer: ArrayBufferLike;
  readonly seed: number;
}

// Draws of a source that is connected already are drawn again; with so many tries a free one is found even
// where nine in ten are taken.
const mostTries = 200;

/**
 * Make what removes the marked synapses of a shard and adds new ones.
 *
 * A new synapse comes from a source of the projection that does not reach the target yet, drawn for each target by itself,
 * so that shards need not know of each other. It takes the delay of the one it replaces, or the projection's.
 */
export function restructure({ rule, buffer, seed }: StructureOptions): Restructure {
  const { ruled, table, part, columns, precision, address } = rule;
  const { projection, program, place } = ruled;
  const { structure } = program;
  const { sources, targets } = projection;
  if (structure === undefined) return () => undefined;
  const width = columns.length;
  if (structure.add !== undefined && structure.add !== "replace" && width > 1) {
    throw RULE({
      place: `${ruled.place}.delay`,
      message: "Synapses that grow by a number need one delay.",
      next: 'Give the projection one delay, or set "structure.add" to "replace".',
    });
  }
  const offsets = new Uint32Array(buffer, table.address.offsets, table.sources * width + 1);
  const indices =
    table.layout.index === 2
      ? new Uint16Array(buffer, table.address.targets, table.count)
      : new Uint32Array(buffer, table.address.targets, table.count);
  const arrayAt = (at: number): Float64Array | Float32Array =>
    precision === "f64"
      ? new Float64Array(buffer, at, table.count)
      : new Float32Array(buffer, at, table.count);
  const variables = [...addressesOf(rule)].map(([name, at]) => ({ name, values: arrayAt(at) }));
  const last = address.last === 0 ? undefined : new Int32Array(buffer, address.last, table.count);
  const marks = new Uint8Array(buffer, address.marks, table.count);
  const additions =
    precision === "f64"
      ? new Float64Array(buffer, address.additions, part.size)
      : new Float32Array(buffer, address.additions, part.size);
  const fresh = variables.map(({ name }) => startOf(rule, name));
  const draws: Stream = stream(streamKey(seed, `structure/${projection.name}`), 0);
  const isSame = projection.from === projection.to;

  /** Choose sources for one target: ascending draws of its own stream. */
  const choose = (target: number, count: number, step: number, taken: Set<number>): number[] => {
    const neuron = part.start + target * part.every;
    draws.seek(neuron, step);
    const chosen: number[] = [];
    for (let tries = 0; chosen.length < count && tries < mostTries * count; tries++) {
      const source = sources.neuron(draws.integer(sources.size));
      if (taken.has(source) || (isSame && source === neuron)) continue;
      taken.add(source);
      chosen.push(source);
    }
    return chosen;
  };

  return (step) => {
    const total = offsets[table.sources * width] as number;
    const kept: Kept[] = [];
    const removed = new Map<number, number[]>();
    const taken = new Map<number, Set<number>>();
    for (let row = 0; row < table.sources * width; row++) {
      const end = offsets[row + 1] as number;
      for (let synapse = offsets[row] as number; synapse < end; synapse++) {
        const target = indices[synapse] as number;
        if (structure.remove !== undefined && marks[synapse] !== 0) {
          const columnsGone = removed.get(target) ?? [];
          removed.set(target, columnsGone);
          columnsGone.push(row % width);
          continue;
        }
        const sourcesOf = taken.get(target) ?? new Set();
        taken.set(target, sourcesOf);
        sourcesOf.add(Math.floor(row / width));
        kept.push({ row, target, synapse });
      }
    }
    for (let target = 0; target < part.size; target++) {
      const neuron = part.start + target * part.every;
      if (targets.isAll !== true && targets.index(neuron) < 0) continue;
      const gone = removed.get(target) ?? [];
      const wanted =
        structure.add === "replace"
          ? gone.length
          : structure.add === undefined
            ? 0
            : Math.max(0, Math.floor(additions[target] as number));
      if (wanted === 0) continue;
      const sourcesOf = taken.get(target) ?? new Set();
      choose(target, wanted, step, sourcesOf).forEach((source, k) => {
        kept.push({ row: source * width + (gone[k] ?? 0), target, synapse: -1 });
      });
    }
    if (kept.length > table.count) {
      throw RULE({
        place,
        message: "More synapses have grown than there is room for.",
        expected: `at most ${table.count} in this shard`,
        got: String(kept.length),
        next: 'Grow fewer in "structure.add", or begin with more synapses.',
      });
    }
    if (kept.length === total && kept.every(({ synapse }) => synapse >= 0)) return;
    write(kept, step);
  };

  /** Write all synapses anew, row after row, those that were there before first. */
  function write(kept: Kept[], step: number): void {
    kept.sort((a, b) => a.row - b.row);
    const old = variables.map(({ values }) => values.slice());
    const oldLast = last?.slice();
    offsets.fill(0);
    kept.forEach(({ row, target, synapse }, place) => {
      offsets[row + 1] = (offsets[row + 1] as number) + 1;
      indices[place] = target;
      variables.forEach(({ values }, k) => {
        values[place] =
          synapse < 0 ? (fresh[k] as number) : ((old[k] as Float64Array)[synapse] as number);
      });
      if (last !== undefined) {
        const { dendritic } = columns[row % width] as LaidRule["columns"][number];
        last[place] = synapse < 0 ? Math.max(0, step - dendritic) : (oldLast?.[synapse] as number);
      }
    });
    for (let row = 0; row < table.sources * width; row++) {
      offsets[row + 1] = (offsets[row + 1] as number) + (offsets[row] as number);
    }
    if (rule.eager !== undefined) fillColumns(rule, rule.eager, buffer);
  }
}

interface Kept {
  readonly row: number;
  readonly target: number;
  /** Its number before; -1 of a new one. */
  readonly synapse: number;
}

/** What a new synapse starts with. */
function startOf({ ruled, precision }: LaidRule, name: string): number {
  const { program, values, projection, place } = ruled;
  const given = program.structure?.initial.find(([variable]) => variable === name);
  if (given !== undefined) {
    return javascriptScalar(given[1], precision, () => undefined);
  }
  const start = name === "weight" ? projection.weight : values.get(name);
  if (start?.constant !== undefined) return start.constant;
  throw RULE({
    place: `${place}.plasticity`,
    message: `A new synapse needs one number for "${name}" to start with.`,
    next: 'Set it in "structure.initial".',
  });
}
