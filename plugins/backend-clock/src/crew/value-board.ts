import type { JobPlan } from "../job-plan.ts";
import { type LaidPopulation, observedOf, slotView } from "../populations.ts";
import type { Shard } from "../shard.ts";

/**
 * Where shards leave what couplings of other shards read of their neurons, once a step.
 *
 * There are two boards, used in turn: all meet between writing and reading, so that a shard that is
 * ahead writes the next step's values while others still read those of this one.
 */
export interface ValueBoard {
  readonly values: Float64Array;
  readonly layout: ValueLayout;
}

/** Which variables are read of which populations, and where their values lie on a board. */
export interface ValueLayout {
  readonly variables: readonly {
    readonly population: string;
    readonly variable: string;
    /** Place of the value of the population's first neuron. */
    readonly first: number;
  }[];
  /** Values on one board. */
  readonly length: number;
}

/** Find out what synapses read of their sources, which other shards may own. */
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

/** Give the bytes of both boards. */
export function valueBytes({ length }: ValueLayout): number {
  return 2 * length * 8;
}

/** Lay both boards out over a buffer. */
export function valueBoard(buffer: ArrayBufferLike, layout: ValueLayout): ValueBoard {
  return { values: new Float64Array(buffer), layout };
}

/** Make what writes a shard's values of a step; undefined where nothing is read. */
export function valueWriter(
  { populations, machine, plan: { precision } }: Shard,
  { values, layout: { variables, length } }: ValueBoard,
): ((step: number) => void) | undefined {
  if (variables.length === 0) return undefined;
  const writers = variables.flatMap(({ population: name, variable, first }) => {
    const population = populations.find((one) => one.name === name) as LaidPopulation;
    const { part } = population;
    // Where the variable is missing, the rule that reads it says so.
    const address = observedOf(population, variable);
    if (address === undefined || part.size === 0) return [];
    const from = slotView(machine.buffer, { address, size: part.size, precision });
    return [{ from, part, first }];
  });
  return (step) => {
    const board = (step & 1) * length;
    for (const { from, part, first } of writers) {
      let at = board + first + part.start;
      for (let k = 0; k < part.size; k++, at += part.every) values[at] = from[k] as number;
    }
  };
}

/** Make what gives all values of a variable at a step, those of other shards included. */
export function valueReader(
  { values, layout: { variables, length } }: ValueBoard,
  { population, variable, size }: { readonly population: string; variable: string; size: number },
): (step: number) => Float64Array {
  const found = variables.find((one) => one.population === population && one.variable === variable);
  const first = found?.first ?? 0;
  const boards = [0, length].map((board) => values.subarray(board + first, board + first + size));
  return (step) => boards[step & 1] as Float64Array;
}
