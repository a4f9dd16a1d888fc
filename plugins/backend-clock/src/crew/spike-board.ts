import { listViews } from "../list-views.ts";

/**
 * Where shards leave the spikes of a step for each other.
 *
 * There is room for the steps of two intervals, used in turn. A shard is never ahead of another by more
 * than one, so what it writes over has been read by all.
 */
export interface SpikeBoard {
  readonly words: Uint32Array;
  /** Steps after which all have to hear of a spike. */
  readonly interval: number;
  /** Populations in the order in which they send. */
  readonly order: readonly number[];
  readonly shards: number;
  /** Words of one shard in one step: counts by population, then neurons in the order of sending. */
  readonly region: number;
}

/** What a board is made for. */
export interface BoardShape {
  readonly interval: number;
  readonly shards: number;
  /** The most spikes that a shard sends in a step, by population. */
  readonly capacities: readonly number[];
  /** Populations in the order in which they send. */
  readonly order: readonly number[];
}

// Above this an interval is cut, so that long delays do not ask for a board of gigabytes.
const mostWords = 2 ** 22;
// A network without synapses never has to meet, but hears of its spikes now and then.
const mostSteps = 1024;

/** Give the steps that an interval has on a board: those of the least delay, or fewer. */
export function boardInterval({ interval, shards, capacities }: Omit<BoardShape, "order">): number {
  const step = shards * capacities.reduce((sum, capacity) => sum + capacity + 1, 0);
  return Math.max(1, Math.min(interval, mostSteps, Math.floor(mostWords / step)));
}

/** Give the bytes of a board. */
export function boardBytes(shape: BoardShape): number {
  return 2 * shape.interval * shape.shards * regionOf(shape) * 4;
}

function regionOf({ capacities }: BoardShape): number {
  return capacities.length + capacities.reduce((sum, capacity) => sum + capacity, 0);
}

/** Lay a board out over a buffer. */
export function spikeBoard(buffer: ArrayBufferLike, shape: BoardShape): SpikeBoard {
  const { interval, shards, order } = shape;
  return { words: new Uint32Array(buffer), interval, order, shards, region: regionOf(shape) };
}

/** The first word of a step on a board. */
function startOf({ interval, shards, region }: SpikeBoard, step: number): number {
  return (step % (2 * interval)) * shards * region;
}

/** Writes what one shard sends. */
export interface Outbox {
  /** Begin a step. */
  open(step: number): void;
  /** Put down the spikes of a population, in the order in which they are sent. */
  put(population: number, neurons: ArrayLike<number>): void;
}

/** Make the outbox of a shard. */
export function outbox(board: SpikeBoard, shard: number): Outbox {
  const { words, order, region } = board;
  const populations = order.length;
  let start = 0;
  let next = 0;
  return {
    open(step) {
      start = startOf(board, step) + shard * region;
      next = start + populations;
      for (let k = start; k < next; k++) words[k] = 0;
    },
    put(population, neurons) {
      words[start + population] = neurons.length;
      for (let k = 0; k < neurons.length; k++) words[next + k] = neurons[k] as number;
      next += neurons.length;
    },
  };
}

/** Reads what all shards have sent in a step, in order of population: each list ascends. */
export type ReadBoard = (
  step: number,
  visit: (step: number, population: number, neurons: Uint32Array) => void,
) => void;

/** Make what reads a board; a list that it gives holds until the next. */
export function boardReader(board: SpikeBoard): ReadBoard {
  const { words, order, region, shards } = board;
  const populations = order.length;
  const next = new Uint32Array(shards);
  const ends = new Uint32Array(shards);
  const merge = merger(words, { next, ends });
  return (step, visit) => {
    const first = startOf(board, step);
    for (let k = 0; k < shards; k++) next[k] = first + k * region + populations;
    for (let p = 0; p < populations; p++) {
      const population = order[p] as number;
      let total = 0;
      for (let k = 0; k < shards; k++) {
        const sent = words[first + k * region + population] as number;
        ends[k] = (next[k] as number) + sent;
        total += sent;
      }
      if (total > 0) visit(step, population, merge(total));
    }
  };
}

interface Lists {
  /** Places of what comes next in each list, and of their ends. */
  readonly next: Uint32Array;
  readonly ends: Uint32Array;
}

/** Make what merges ascending lists; a neuron that sent several spikes is in one alone, so it stays as often. */
function merger(words: Uint32Array, { next, ends }: Lists): (total: number) => Uint32Array {
  let out = new Uint32Array(1024);
  let merged = listViews(out);
  return (total) => {
    if (out.length < total) {
      out = new Uint32Array(2 * total);
      merged = listViews(out);
    }
    for (let k = 0; k < total; k++) {
      let least = Number.POSITIVE_INFINITY;
      let from = 0;
      for (let shard = 0; shard < next.length; shard++) {
        const at = next[shard] as number;
        if (at === ends[shard]) continue;
        const neuron = words[at] as number;
        if (neuron >= least) continue;
        least = neuron;
        from = shard;
      }
      out[k] = least;
      next[from] = (next[from] as number) + 1;
    }
    return merged(total);
  };
}
