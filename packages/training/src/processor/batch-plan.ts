import type { ArrayPlace } from "@spikeloom/code";
import type { ArrayLocation, BufferType, ProcessorBuffer } from "@spikeloom/code/processor";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import { isSummed } from "../program/value-inputs.ts";

const types = {
  rows: "f32",
  inflows: "f32",
  spikes: "f32",
  sums: "f32",
  slopes: "f32",
  adjoints: "f32",
  constants: "f32",
  values: "f32",
  gradients: "f32",
  kept: "f32",
  aside: "f32",
  common: "f32",
  counts: "f32",
  squares: "f32",
  events: "i32",
  control: "atomic",
} as const;

/** Names of the buffers. */
export type BufferName = keyof typeof types;

/** Element types of the buffers of a training. */
export const bufferTypes: Readonly<Record<BufferName, BufferType>> = types;

/** Words of `control`. */
export const controlWords = {
  /** Steps completed in the current pass. */
  step: 0,
  /** States that are not numbers. */
  odd: 1,
  /** Whether gradients or results of an update are not finite. */
  infinite: 2,
  length: 3,
} as const;

/**
 * Arrays of a population: their first elements in the buffers.
 *
 * A row holds one number per neuron; rows are sorted by step, then sample.
 */
export interface PopulationArrays {
  readonly size: number;
  /** States before each step and after the last, in `rows`. */
  readonly states: ReadonlyMap<string, number>;
  /** Sums of weights in each step, in `inflows`. */
  readonly inflows: ReadonlyMap<string, number>;
  /** 1 for each spike, in `spikes`. */
  readonly spikes: number;
  /** Derivatives with respect to spikes, in `sums`. */
  readonly sums: number;
  /** Derivatives with respect to the state that is read, in `sums`; undefined if none is read. */
  readonly read: number | undefined;
  /** Derivatives with respect to sums of weights, in `slopes`. */
  readonly slopes: ReadonlyMap<string, number>;
  /** Derivatives with respect to states: one row per sample, in `adjoints`. */
  readonly adjoints: ReadonlyMap<string, number>;
  readonly constants: ReadonlyMap<string, number>;
  /** Weight of a spike, in `constants`; undefined for 1. */
  readonly factor: number | undefined;
  /** Spikes of a sample by neuron, in `counts`, and derivatives with respect to them; undefined if nothing reads them. */
  readonly counts: { readonly spikes: number; readonly slopes: number } | undefined;
}

/** Values that a batch gives to an input. */
export interface GivenValues {
  /** `population.input`, as in a batch. */
  readonly key: string;
  readonly size: number;
  /** In `inflows`: one row per step and sample. */
  readonly at: number;
}

/** Arrays of a training on a processor, for a number of samples that are computed together. */
export interface BatchPlan {
  readonly samples: number;
  readonly steps: number;
  readonly words: Readonly<Record<BufferName, number>>;
  readonly populations: ReadonlyMap<string, PopulationArrays>;
  /** Spikes of the populations that a batch supplies, in `spikes`: they come first. */
  readonly given: ReadonlyMap<string, number>;
  readonly givenWords: number;
  /** Values that a batch supplies, in `inflows`: they come first. */
  readonly values: readonly GivenValues[];
  readonly valueWords: number;
  /** Time of each step, in `constants`. */
  readonly times: number;
  /** 1 for each trained element that stands for a synapse, in `constants`. */
  readonly present: number;
}

/** Number of sums into which the squares of gradients are added. */
export const squareSums = 256;

/** Most spikes written to the processor at once. */
const mostEvents = 2 ** 20;

/** Lay out the arrays of a program. */
export function planBatch(
  program: TrainingProgram,
  {
    samples,
    values,
    common,
    kept,
    read,
    dropped,
    counted,
  }: {
    readonly samples: number;
    readonly values: MemoryPlan;
    /** Numbers that an optimiser shares, and arrays of its state. */
    readonly common: number;
    readonly kept: number;
    readonly read: { readonly population: string; readonly variable: string };
    /** Populations with dropout, and those whose spikes are counted. */
    readonly dropped: ReadonlySet<string>;
    readonly counted: ReadonlySet<string>;
  },
): BatchPlan {
  const { steps } = program;
  const free: Record<BufferName, number> = {
    ...empty(),
    values: values.allElements,
    gradients: values.trainedElements,
    kept: values.trainedElements * kept,
    aside: values.trainedElements * (kept + 1),
    common: common + 1,
    squares: squareSums,
    control: controlWords.length,
  };
  const take = (buffer: BufferName, words: number): number => {
    const at = free[buffer];
    free[buffer] += words;
    return at;
  };
  const given = new Map(
    program.given.map(({ name, size }) => [name, take("spikes", steps * samples * size)] as const),
  );
  const givenWords = free.spikes;
  free.events = 1 + Math.min(mostEvents, givenWords);
  const inputs = program.populations.flatMap(({ name, size, inflows }) =>
    inflows
      .filter((input) => !isSummed(program, name, input))
      .map((input) => {
        const at = take("inflows", steps * samples * size);
        return { key: `${name}.${input}`, size, at };
      }),
  );
  const valueWords = free.inflows;
  const populations = new Map(
    program.populations.map((one) => {
      const { name } = one;
      const isRead = read.population === name && read.variable !== "spikes";
      const isDropped = dropped.has(name);
      const isCounted = counted.has(name);
      const own = { steps, samples, take, isRead, isDropped, isCounted, values: inputs };
      return [name, placePopulation(one, own)] as const;
    }),
  );
  const times = take("constants", steps);
  const present = take("constants", values.trainedElements);
  return {
    samples,
    steps,
    words: free,
    populations,
    given,
    givenWords,
    values: inputs,
    valueWords,
    times,
    present,
  };
}

function empty(): Record<BufferName, number> {
  return Object.fromEntries(Object.keys(bufferTypes).map((name) => [name, 0])) as Record<
    BufferName,
    number
  >;
}

function placePopulation(
  { name, size, states, inflows, constants }: TrainedPopulation,
  {
    steps,
    samples,
    take,
    isRead,
    isDropped,
    isCounted,
    values,
  }: {
    readonly steps: number;
    readonly samples: number;
    readonly take: (buffer: BufferName, words: number) => number;
    readonly isRead: boolean;
    readonly isDropped: boolean;
    readonly isCounted: boolean;
    readonly values: readonly GivenValues[];
  },
): PopulationArrays {
  const row = samples * size;
  const all = (names: Iterable<string>, buffer: BufferName, words: number) =>
    new Map([...names].map((name) => [name, take(buffer, words)] as const));
  return {
    size,
    states: all(states.keys(), "rows", (steps + 1) * row),
    inflows: new Map(
      inflows.map((input) => {
        const given = values.find(({ key }) => key === `${name}.${input}`);
        return [input, given?.at ?? take("inflows", steps * row)] as const;
      }),
    ),
    spikes: take("spikes", steps * row),
    sums: take("sums", steps * row),
    read: isRead ? take("sums", steps * row) : undefined,
    slopes: all(inflows, "slopes", steps * row),
    adjoints: all(states.keys(), "adjoints", row),
    constants: all(constants.keys(), "constants", size),
    factor: isDropped ? take("constants", 1) : undefined,
    counts: isCounted ? { spikes: take("counts", row), slopes: take("counts", row) } : undefined,
  };
}

/** Buffers, and the locations of the arrays that routines use. */
export interface BatchArrays {
  /** Declare an array of a buffer from an element on. */
  array(buffer: BufferName, at: number, name?: string): ArrayPlace<"f32">;
  integers(buffer: "events" | "control"): ArrayPlace<"i32">;
  locate(array: ArrayPlace): ArrayLocation;
  use(...names: readonly BufferName[]): readonly ProcessorBuffer[];
}

/** Locate arrays in buffers. */
export function batchArrays(buffers: Readonly<Record<BufferName, ProcessorBuffer>>): BatchArrays {
  const places = new Map<ArrayPlace, ArrayLocation>();
  const add = <Element extends "f32" | "i32">(
    element: Element,
    name: string,
    place: ArrayLocation,
  ): ArrayPlace<Element> => {
    const made: ArrayPlace<Element> = { name, element, passed: false, counted: "elements" };
    places.set(made, place);
    return made;
  };
  return {
    array: (buffer, at, name = buffer) => add("f32", name, { buffer: buffers[buffer], at }),
    integers: (buffer) => add("i32", buffer, { buffer: buffers[buffer], at: 0 }),
    locate: (array) => places.get(array) as ArrayLocation,
    use: (...names) => names.map((name) => buffers[name]),
  };
}
