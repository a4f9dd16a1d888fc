import { carriedValues } from "@spikeloom/training";
import { readExamples, type Watched } from "../train/count-spikes.ts";
import type { LoadedTrained } from "./load-trained.ts";

/** Numbers of nonzero values of a population that a projection transmits. */
export interface Activations {
  readonly population: string;
  /** Nonzero values of each neuron, summed over steps and samples. */
  readonly nonzero: Float64Array;
  /** Values of each neuron, summed over samples. */
  readonly all: number;
}

/** Count the activations of all projections that transmit values, by projection. */
export function carriedActivations(
  { program, stack, readout, task: { values }, test: { examples } }: LoadedTrained,
  watched: Watched,
): ReadonlyMap<string, Activations> {
  const given = values === undefined ? [] : [values.input];
  const known = new Map<string, Activations>();
  const found = carriedValues({ program, stack, readout, values: given }).map((one) => {
    const { projection, population, variable, from, until } = one;
    const key = [population, variable, from, until].join();
    const window = { from: from * program.dt, until: until * program.dt };
    const size = program.populations.get(population)?.size ?? 0;
    const activations =
      known.get(key) ??
      countNonzero({
        population,
        size,
        steps: (until - from) * examples.size,
        read: () =>
          readExamples(watched, { population, variable, window, reduce: "each" }, examples).values,
      });
    known.set(key, activations);
    return [projection, activations] as const;
  });
  return new Map(found);
}

interface Reading {
  readonly population: string;
  readonly size: number;
  readonly steps: number;
  /** Read the values, with the index of neurons running fastest. */
  read(): Float64Array;
}

function countNonzero({ population, size, steps, read }: Reading): Activations {
  const nonzero = new Float64Array(size);
  if (steps === 0) return { population, nonzero, all: 0 };
  for (const [k, value] of read().entries()) {
    if (value !== 0) nonzero[k % size] = (nonzero[k % size] as number) + 1;
  }
  return { population, nonzero, all: steps };
}

/**
 * Count the samples in which each neuron of the input has a nonzero value.
 *
 * Undefined if the input neurons do not correspond to the values of a sample one by one.
 */
export function inputActivations({
  program,
  task: { encoder, values },
  test: { samples },
}: Pick<LoadedTrained, "program" | "task" | "test">): Activations | undefined {
  if (!("values" in samples)) return undefined;
  const population = encoder?.population ?? values?.input.split(".")[0] ?? "";
  const size = samples.shape.reduce((product, one) => product * one, 1);
  if (program.populations.get(population)?.size !== size) return undefined;
  const [zero] = encoder?.range ?? values?.range ?? samples.range;
  const nonzero = new Float64Array(size);
  for (let k = 0; k < samples.size * size; k++) {
    if (samples.values[k] !== zero) nonzero[k % size] = (nonzero[k % size] as number) + 1;
  }
  return { population, nonzero, all: samples.size };
}
