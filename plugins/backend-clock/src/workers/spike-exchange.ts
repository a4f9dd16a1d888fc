import { listViews } from "../list-views.ts";

/**
 * Exchange of the spikes of a step between shards.
 *
 * It has room for the steps of two intervals, used alternately. A shard is never more than one interval ahead of
 * another, so the data it overwrites have been read by all.
 */
export interface SpikeExchange {
  readonly words: Uint32Array;
  /** Number of steps within which all shards must receive a spike. */
  readonly interval: number;
  /** Populations in the order in which they send. */
  readonly order: readonly number[];
  readonly shards: number;
  /** Words of one shard and step: counts by population, then neurons in the order of sending. */
  readonly region: number;
}

/** Properties of a spike exchange. */
export interface ExchangeShape {
  readonly interval: number;
  readonly shards: number;
  /** Maximum number of spikes that a shard sends in a step, by population. */
  readonly capacities: readonly number[];
  /** Populations in the order in which they send. */
  readonly order: readonly number[];
}

// Above this an interval is shortened, so that long delays do not require gigabytes.
const mostWords = 2 ** 22;
// A network without synapses never has to synchronise, but still exchanges its spikes now and then.
const mostSteps = 1024;

/** Return the number of steps of an interval of the exchange: the minimum delay, or less. */
export function exchangeInterval({
  interval,
  shards,
  capacities,
}: Omit<ExchangeShape, "order">): number {
  const step = shards * capacities.reduce((sum, capacity) => sum + capacity + 1, 0);
  return Math.max(1, Math.min(interval, mostSteps, Math.floor(mostWords / step)));
}

/** Return the number of bytes of an exchange. */
export function exchangeBytes(shape: ExchangeShape): number {
  return 2 * shape.interval * shape.shards * regionOf(shape) * 4;
}

function regionOf({ capacities }: ExchangeShape): number {
  return capacities.length + capacities.reduce((sum, capacity) => sum + capacity, 0);
}

/** Lay out an exchange in a buffer. */
export function spikeExchange(buffer: ArrayBufferLike, shape: ExchangeShape): SpikeExchange {
  const { interval, shards, order } = shape;
  return { words: new Uint32Array(buffer), interval, order, shards, region: regionOf(shape) };
}

/** Return the first word of a step in an exchange. */
function startOf({ interval, shards, region }: SpikeExchange, step: number): number {
  return (step % (2 * interval)) * shards * region;
}

/** Writes the spikes of one shard. */
export interface Outbox {
  /** Begin a step. */
  open(step: number): void;
  /** Append the spikes of a population, in the order in which they are sent. */
  put(population: number, neurons: ArrayLike<number>): void;
}

/** Create the writer of a shard. */
export function outbox(exchange: SpikeExchange, shard: number): Outbox {
  const { words, order, region } = exchange;
  const populations = order.length;
  let start = 0;
  let next = 0;
  return {
    open(step) {
      start = startOf(exchange, step) + shard * region;
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

/** Reads the spikes of all shards in a step, in order of population: each list is ascending. */
export type ReadExchange = (
  step: number,
  visit: (step: number, population: number, neurons: Uint32Array) => void,
) => void;

/** Create the reader of an exchange; a list that it returns is valid until the next. */
export function exchangeReader(exchange: SpikeExchange): ReadExchange {
  const { words, order, region, shards } = exchange;
  const populations = order.length;
  const next = new Uint32Array(shards);
  const ends = new Uint32Array(shards);
  const merge = merger(words, { next, ends });
  return (step, visit) => {
    const first = startOf(exchange, step);
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
  /** Positions of the next entry in each list, and of their ends. */
  readonly next: Uint32Array;
  readonly ends: Uint32Array;
}

/**
 * Create a function that merges ascending lists; a neuron with several spikes is in one list only, so its multiplicity
 * is preserved.
 */
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
