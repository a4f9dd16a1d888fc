import { packedBits } from "@spikeloom/code";
import type { SynapseRow } from "./synapse-rows.ts";

/** Writes synapses into one table. */
export interface SynapseWriter {
  /** Location of the next synapse of each segment. */
  readonly next: Uint32Array;
  readonly columns: number;
  readonly columnOf: Uint16Array;
  readonly shift: number;
  /** The index of the block's first target within the group. */
  readonly first: number;
  readonly scale: number;
  readonly isPacked: boolean;
  readonly targets: Uint16Array | Uint32Array;
  readonly weights: Float64Array | Float32Array | undefined;
  readonly own: Uint8Array | Uint16Array | undefined;
  readonly more: readonly (Float64Array | Float32Array)[];
  readonly numbers: Uint32Array | undefined;
}

/** Synapses to be written into a table; a single number applies to all. */
interface Synapses {
  readonly length: number;
  readonly sources: number | Uint32Array;
  /** Indices of targets, relative to the group's first. */
  readonly targets: number | Uint32Array;
  readonly delays: number | Int32Array;
  readonly weights: number | Float64Array | undefined;
  readonly more: readonly (number | Float64Array)[];
  readonly numbers: Uint32Array | undefined;
}

/** Write a row of synapses into the tables of its targets. */
export function writeRow(
  writers: readonly SynapseWriter[],
  row: SynapseRow,
  { first, mask }: { readonly first: number; readonly mask: number },
): void {
  const { partners, delays, weights, more, numbers } = row;
  const { length } = partners;
  if (row.by === "target") {
    const targets = first + row.own;
    const writer = writers.length === 1 ? 0 : Math.floor(targets / mask);
    const synapses = { length, sources: partners, targets, delays, weights, more, numbers };
    write(writers[writer] as SynapseWriter, synapses);
    return;
  }
  for (let k = 0; k < length; k++) partners[k] = (partners[k] as number) + first;
  const synapses = {
    length,
    sources: row.own,
    targets: partners,
    delays,
    weights,
    more,
    numbers,
  };
  if (writers.length === 1) write(writers[0] as SynapseWriter, synapses);
  else {
    writers.forEach((writer, block) => {
      write(writer, withinBlock(synapses, block, mask));
    });
  }
}

/** The synapses of one source in one block. */
function withinBlock(synapses: Synapses, block: number, mask: number): Synapses {
  const { length, targets, delays, weights } = synapses;
  const kept: number[] = [];
  for (let k = 0; k < length; k++) {
    if (Math.floor(((targets as Uint32Array)[k] as number) / mask) === block) kept.push(k);
  }
  return {
    ...synapses,
    length: kept.length,
    targets: Uint32Array.from(kept, (k) => (targets as Uint32Array)[k] as number),
    delays: typeof delays === "number" ? delays : Int32Array.from(kept, (k) => delays[k] as number),
    weights:
      typeof weights === "object" ? Float64Array.from(kept, (k) => weights[k] as number) : weights,
  };
}

let places = new Uint32Array(1024);

function write(writer: SynapseWriter, synapses: Synapses): void {
  const { length, delays, weights, targets } = synapses;
  if (places.length < length) places = new Uint32Array(2 * length);
  takePlaces(writer, synapses, places);
  const { own } = writer;
  if (own !== undefined) {
    for (let k = 0; k < length; k++) {
      const delay = typeof delays === "number" ? delays : (delays[k] as number);
      own[places[k] as number] = delay + writer.shift;
    }
  }
  if (writer.isPacked) writePacked(writer, synapses, places);
  else writeTargets(writer, targets, length);
  if (writer.weights !== undefined && weights !== undefined) {
    writeNumbers(writer.weights, weights, length);
  }
  for (let k = 0; k < writer.more.length; k++) {
    const into = writer.more[k] as Float64Array | Float32Array;
    writeNumbers(into, synapses.more[k] ?? 0, length);
  }
  if (writer.numbers !== undefined && synapses.numbers !== undefined) {
    for (let k = 0; k < length; k++) {
      writer.numbers[places[k] as number] = synapses.numbers[k] as number;
    }
  }
}

/** Find the location of each synapse: the next one of its segment. */
function takePlaces(
  { next, columns, columnOf }: SynapseWriter,
  synapses: Synapses,
  out: Uint32Array,
): void {
  const { length, sources, delays } = synapses;
  const fixedRow = typeof sources === "number" ? sources * columns : 0;
  const fixedColumn = typeof delays === "number" ? (columnOf[delays] as number) : 0;
  for (let k = 0; k < length; k++) {
    const row = typeof sources === "number" ? fixedRow : (sources[k] as number) * columns;
    const column =
      typeof delays === "number" ? fixedColumn : (columnOf[delays[k] as number] as number);
    const at = next[row + column] as number;
    next[row + column] = at + 1;
    out[k] = at;
  }
}

function writeTargets(
  { targets: into, first }: SynapseWriter,
  targets: number | Uint32Array,
  length: number,
): void {
  const at = places;
  if (typeof targets === "number") {
    const index = targets - first;
    for (let k = 0; k < length; k++) into[at[k] as number] = index;
    return;
  }
  for (let k = 0; k < length; k++) into[at[k] as number] = (targets[k] as number) - first;
}

function writeNumbers(
  into: Float64Array | Float32Array,
  values: number | Float64Array,
  length: number,
): void {
  const at = places;
  if (typeof values === "number") {
    for (let k = 0; k < length; k++) into[at[k] as number] = values;
    return;
  }
  for (let k = 0; k < length; k++) into[at[k] as number] = values[k] as number;
}

const weightMask = 2 ** packedBits - 1;

function writePacked(writer: SynapseWriter, synapses: Synapses, at: Uint32Array): void {
  const { targets: into, scale, first } = writer;
  const { targets, length } = synapses;
  const weights = synapses.weights as Float64Array;
  const perUnit = 1 / scale;
  for (let k = 0; k < length; k++) {
    const index = (typeof targets === "number" ? targets : (targets[k] as number)) - first;
    const units = Math.round((weights[k] as number) * perUnit);
    into[at[k] as number] = (index << packedBits) | (units & weightMask);
  }
}
