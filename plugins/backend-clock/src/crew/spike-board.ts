import { listViews } from "../list-views.ts";

/**
 * Where shards leave the spikes of an interval for each other.
 *
 * There are two boards, used in turn: a shard that is ahead writes on one while others still read the
 * other, and no shard can be ahead by two, since all wait for each other in between.
 */
export interface SpikeBoard {
  readonly words: Uint32Array;
  /** Steps of an interval. */
  readonly interval: number;
  /** Populations in the order in which they send. */
  readonly order: readonly number[];
  readonly shards: number;
  /** Words of one shard on one board: counts by step and population, then neurons in that order. */
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

/** Give the bytes of both boards. */
export function boardBytes(shape: BoardShape): number {
  return 2 * shape.shards * regionOf(shape) * 4;
}

function regionOf({ interval, capacities }: BoardShape): number {
  const neurons = capacities.reduce((sum, capacity) => sum + capacity, 0);
  return interval * (capacities.length + neurons);
}

/** Lay both boards out over a buffer. */
export function spikeBoard(buffer: ArrayBufferLike, shape: BoardShape): SpikeBoard {
  const { interval, shards, order } = shape;
  return { words: new Uint32Array(buffer), interval, order, shards, region: regionOf(shape) };
}

/** Writes what one shard sends in the course of an interval. */
export interface Outbox {
  /** Begin an interval: the number of the interval decides which board it is. */
  open(interval: number): void;
  /** Put down the spikes of a step and population, in the order in which they are sent. */
  put(lag: number, population: number, neurons: ArrayLike<number>): void;
}

/** Make the outbox of a shard. */
export function outbox(board: SpikeBoard, shard: number): Outbox {
  const { words, order, region, shards, interval } = board;
  const populations = order.length;
  let start = 0;
  let next = 0;
  return {
    open(number) {
      start = ((number & 1) * shards + shard) * region;
      next = start + interval * populations;
      words.fill(0, start, next);
    },
    put(lag, population, neurons) {
      words[start + lag * populations + population] = neurons.length;
      for (let k = 0; k < neurons.length; k++) words[next + k] = neurons[k] as number;
      next += neurons.length;
    },
  };
}

/** Reads what all shards have sent in an interval, in order of step and population: each list ascends. */
export type ReadBoard = (
  interval: { readonly number: number; readonly steps: number },
  visit: (lag: number, population: number, neurons: Uint32Array) => void,
) => void;

/** Make what reads a board; a list that it gives holds until the next. */
export function boardReader(board: SpikeBoard): ReadBoard {
  const { words, order, region, shards, interval } = board;
  const populations = order.length;
  const next = new Uint32Array(shards);
  const ends = new Uint32Array(shards);
  const merge = merger(words, { next, ends });
  return ({ number, steps }, visit) => {
    const first = (number & 1) * shards * region;
    for (let k = 0; k < shards; k++) next[k] = first + k * region + interval * populations;
    for (let lag = 0; lag < steps; lag++) {
      for (let p = 0; p < populations; p++) {
        const population = order[p] as number;
        const count = first + lag * populations + population;
        let total = 0;
        for (let k = 0; k < shards; k++) {
          const sent = words[count + k * region] as number;
          ends[k] = (next[k] as number) + sent;
          total += sent;
        }
        if (total > 0) visit(lag, population, merge(total));
      }
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
