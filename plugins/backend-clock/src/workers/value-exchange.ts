import type { JobPlan } from "../job-plan.ts";
import { observedOf, type PlacedPopulation, slotView } from "../populations.ts";
import type { Shard } from "../shard.ts";

/**
 * Exchange of the neuron values that couplings of other shards read, once per step.
 *
 * There are two buffers, used alternately: all workers synchronise between writing and reading, so that a shard that is
 * ahead writes the next step's values while others still read those of this one.
 */
export interface ValueExchange {
  readonly values: Float64Array;
  readonly layout: ValueLayout;
}

/** The variables that are read, by population, and the locations of their values in a buffer. */
export interface ValueLayout {
  readonly variables: readonly {
    readonly population: string;
    readonly variable: string;
    /** Index of the value of the population's first neuron. */
    readonly first: number;
  }[];
  /** Number of values in one buffer. */
  readonly length: number;
}

/** Find what synapses read from their sources, which other shards may own. */
export function valueLayout({ ruled, populations }: JobPlan): ValueLayout {
  const names = new Map<string, { readonly population: string; readonly variable: string }>();
  for (const { projection, program } of ruled) {
    for (const { of, variable } of program.reads) {
      const { from: population } = projection;
      if (of === "pre") names.set(`${population}\n${variable}`, { population, variable });
    }
  }
  let length = 0;
  const variables = [...names.values()].map((one) => {
    const first = length;
    length += populations.get(one.population)?.size ?? 0;
    return { ...one, first };
  });
  return { variables, length };
}

/** Return the number of bytes of both buffers. */
export function valueBytes({ length }: ValueLayout): number {
  return 2 * length * 8;
}

/** Lay out both buffers. */
export function valueExchange(buffer: ArrayBufferLike, layout: ValueLayout): ValueExchange {
  return { values: new Float64Array(buffer), layout };
}

/** Create a function that writes a shard's values of a step; undefined if nothing is read. */
export function valueWriter(
  { populations, machine, plan: { precision } }: Shard,
  { values, layout: { variables, length } }: ValueExchange,
): ((step: number) => void) | undefined {
  if (variables.length === 0) return undefined;
  const writers = variables.flatMap(({ population: name, variable, first }) => {
    const population = populations.find((one) => one.name === name) as PlacedPopulation;
    const { part } = population;
    // A missing variable is reported by the rule that reads it.
    const address = observedOf(population, variable);
    if (address === undefined || part.size === 0) return [];
    const from = slotView(machine.buffer, { address, size: part.size, precision });
    return [{ from, part, first }];
  });
  return (step) => {
    const exchange = (step & 1) * length;
    for (const { from, part, first } of writers) {
      let at = exchange + first + part.start;
      for (let k = 0; k < part.size; k++, at += part.every) values[at] = from[k] as number;
    }
  };
}

/** Create a function that returns all values of a variable at a step, including those of other shards. */
export function valueReader(
  { values, layout: { variables, length } }: ValueExchange,
  { population, variable, size }: { readonly population: string; variable: string; size: number },
): (step: number) => Float64Array {
  const found = variables.find((one) => one.population === population && one.variable === variable);
  const first = found?.first ?? 0;
  const exchanges = [0, length].map((exchange) =>
    values.subarray(exchange + first, exchange + first + size),
  );
  return (step) => exchanges[step & 1] as Float64Array;
}
