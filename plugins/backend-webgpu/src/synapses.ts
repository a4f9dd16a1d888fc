import {
  addBound,
  type FixedRing,
  type FixedRows,
  GPU_LIMIT,
  lanes,
  type SumBounds,
  synapseWords,
  toUnits,
} from "@spikeloom/code/processor";
import type { PreparationWatch } from "@spikeloom/kernel";
import type { DrawnRow } from "@spikeloom/network";
import {
  type DrawnDelays,
  gridRows,
  type NetworkProgram,
  type OpenProjection,
} from "@spikeloom/program";
import { DELAY_BITS } from "./errors.ts";
import { type LaidPopulation, type NetworkLayout, sumOf } from "./layout.ts";

/** A projection with the places of its sums. */
export interface LaidProjection {
  readonly projection: OpenProjection;
  readonly from: LaidPopulation;
  readonly to: LaidPopulation;
  /** Index of the first sum of its receptor in a row of the ring. */
  readonly sums: number;
}

/** Find the sums to which projections add; those without a receptor carry nothing. */
export function layProjections(
  projections: readonly OpenProjection[],
  { populations }: NetworkLayout,
): readonly LaidProjection[] {
  const carrying = projections.filter(({ dynamic }) => dynamic === undefined);
  return carrying.flatMap((projection) => {
    const from = populations.get(projection.from) as LaidPopulation;
    const to = populations.get(projection.to) as LaidPopulation;
    const { receptor } = projection;
    const sums = receptor === undefined ? undefined : sumOf(to, receptor);
    return sums === undefined ? [] : [{ projection, from, to, sums }];
  });
}

/** Counted synapses of a network. */
export interface CountedSynapses {
  readonly synapses: number;
  /** Number of synapses of each neuron of the network, by source. */
  readonly counts: Uint32Array;
  /** The longest delay of those that are stored. */
  readonly longest: number;
  /** The least delay of each projection. */
  readonly delays: readonly DrawnDelays[];
  /** Those that are stored. */
  readonly projections: readonly LaidProjection[];
}

/** Inputs for drawing synapses. */
export interface DrawContext {
  readonly program: NetworkProgram;
  readonly layout: NetworkLayout;
  readonly watch: PreparationWatch | undefined;
}

/** Rows between two pauses. */
const rowsAtOnce = 256;

/** Report progress, and pause from time to time. */
export function progress(
  { watch }: DrawContext,
  phase: "count" | "fill",
  expected: number,
): (row: DrawnRow) => Promise<void> | undefined {
  let [synapses, rows] = [0, 0];
  return (row) => {
    synapses += row.partners.length;
    rows++;
    if (watch === undefined || rows % rowsAtOnce !== 0) return undefined;
    return Promise.resolve(watch.turn({ phase, synapses, expected }));
  };
}

/** Count the synapses of stored projections and bound the sums to which they add. */
export async function countSynapses(
  projections: readonly LaidProjection[],
  context: DrawContext,
  {
    bounds,
    timesOf,
    expected,
  }: {
    readonly bounds: SumBounds;
    /** Maximum number of spikes of a neuron in a step. */
    readonly timesOf: (population: LaidPopulation) => number;
    readonly expected: number;
  },
): Promise<CountedSynapses> {
  const { program, layout } = context;
  const counts = new Uint32Array(layout.neurons);
  const turn = progress(context, "count", expected);
  const delays: DrawnDelays[] = [];
  let [longest, synapses] = [0, 0];
  for (const one of projections) {
    let least = Number.POSITIVE_INFINITY;
    const times = timesOf(one.from);
    const { first } = one.from.population;
    for (const row of gridRows(one.projection, program)) {
      for (let k = 0; k < row.partners.length; k++) {
        const [source, target] = [row.source(k), row.target(k)];
        counts[first + source] = (counts[first + source] as number) + 1;
        addBound(bounds, one.sums + target, { weight: row.values[0]?.[k] as number, times });
        longest = Math.max(longest, row.delays[k] as number);
        least = Math.min(least, row.delays[k] as number);
      }
      synapses += row.partners.length;
      await turn(row);
    }
    delays.push({ projection: one.projection, least });
  }
  return { synapses, counts, longest, delays, projections };
}

/** Synapses of consecutive rows, in words as a processor stores them. */
export interface SynapsePiece extends Omit<FixedRows, "copies" | "isShared"> {
  readonly words: Int32Array<ArrayBuffer>;
}

/** Synapses in a part of a row that 64 invocations share. */
const part = 16 * lanes;

/** Counted synapses of a copy. */
export interface CountedCopy {
  readonly counted: CountedSynapses;
  readonly context: DrawContext;
  /** Scale of each receptor, by the index of its first sum. */
  readonly scales: ReadonlyMap<number, number>;
}

/** Options for storing synapses. */
export interface FillOptions {
  /** Sums in a row of the ring, and neurons, of a copy. */
  readonly width: number;
  readonly neurons: number;
  readonly ring: FixedRing;
  readonly shift: number;
  /** Most words of a piece. */
  readonly most: number;
}

/** Draw the synapses of copies again and store them in pieces, those of a copy after those of the copy before. */
export async function fillSynapses(
  copies: readonly CountedCopy[],
  { shift, most, width, neurons, ring }: FillOptions,
): Promise<readonly SynapsePiece[]> {
  const counts = new Uint32Array(neurons * copies.length);
  for (const [k, { counted }] of copies.entries()) counts.set(counted.counts, k * neurons);
  const longest = copies.reduce((steps, { counted }) => Math.max(steps, counted.longest), 0);
  const placeBits = 32 - Math.clz32(Math.max(1, width));
  const mostDelay = 2 ** (32 - placeBits) - 1;
  if (longest > mostDelay)
    throw DELAY_BITS({ place: "projections", most: mostDelay, got: longest });
  const parts = Math.max(1, Math.ceil(maximum(counts) / part));
  const shape = { parts, part, ring, placeBits, shift };
  const pieces = cut(counts, most).map(({ first, count, words }): SynapsePiece => {
    return { ...shape, first, count, words: new Int32Array(words) };
  });
  const pieceOf = new Uint32Array(counts.length);
  const next = new Uint32Array(counts.length);
  for (const [k, { first, count, words }] of pieces.entries()) {
    let synapse = 0;
    for (let row = 0; row < count; row++) {
      words[row] = synapse;
      pieceOf[first + row] = k;
      next[first + row] = count + 1 + synapseWords * synapse;
      synapse += counts[first + row] as number;
    }
    words[count] = synapse;
  }
  for (const [copy, { counted, context, scales }] of copies.entries()) {
    const turn = progress(context, "fill", counted.synapses);
    for (const one of counted.projections) {
      const scale = scales.get(one.sums) ?? 0;
      const first = copy * neurons + one.from.population.first;
      for (const row of gridRows(one.projection, context.program)) {
        for (let k = 0; k < row.partners.length; k++) {
          const [source, target] = [row.source(k), row.target(k)];
          const neuron = first + source;
          const { words } = pieces[pieceOf[neuron] as number] as SynapsePiece;
          const at = next[neuron] as number;
          const delay = row.delays[k] as number;
          words[at] = (delay << placeBits) | (one.sums + target);
          words[at + 1] = toUnits(row.values[0]?.[k] as number, scale);
          next[neuron] = at + synapseWords;
        }
        await turn(row);
      }
    }
  }
  return pieces;
}

function maximum(values: Uint32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

interface Cut {
  readonly first: number;
  readonly count: number;
  readonly words: number;
}

/** Cut rows into pieces of at most so many words; rows without synapses need no piece. */
function cut(counts: Uint32Array, most: number): readonly Cut[] {
  const pieces: Cut[] = [];
  let [first, count, words] = [0, 0, 1];
  let isEmpty = true;
  const end = (): void => {
    if (!isEmpty) pieces.push({ first, count, words });
  };
  counts.forEach((synapses, neuron) => {
    const own = 1 + synapseWords * synapses;
    if (1 + own > most) {
      const what = `synapses of neuron ${neuron}`;
      const limit = "maxStorageBufferBindingSize";
      throw GPU_LIMIT({ limit, what, most: 4 * most, needed: 4 * (own + 1) });
    }
    if (words + own > most || (isEmpty && synapses === 0)) {
      end();
      [first, count, words] = [neuron, 0, 1];
      isEmpty = true;
      if (synapses === 0) {
        first = neuron + 1;
        return;
      }
    }
    isEmpty &&= synapses === 0;
    count++;
    words += own;
  });
  end();
  return pieces;
}
