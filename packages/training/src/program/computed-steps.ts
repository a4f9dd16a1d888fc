import type { LearningRequest } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { type TrainingProgram, trainingProgram } from "./training-program.ts";

type Request = Pick<LearningRequest, "program" | "stack" | "readout" | "values">;

/**
 * Count the steps of a sample in which each population is computed.
 *
 * Neurons without memory are computed only in steps that affect the readout. Sources are not listed.
 */
export function computedSteps(request: Request): ReadonlyMap<string, number> {
  const { populations, active, steps } = readProgram(request);
  return new Map(
    populations.map(({ name }) => {
      const own = active.get(name);
      if (active.size > 0 && own === undefined) return [name, 0];
      return [name, own === undefined ? steps : own.until - own.from];
    }),
  );
}

/**
 * Count the steps from the first to the last that compute a population.
 *
 * In layers without memory, each is computed one step after the other.
 */
export function computedSpan(request: Request): number {
  const { populations, active, steps } = readProgram(request);
  const computed = populations.flatMap(({ name }) => active.get(name) ?? []);
  if (active.size === 0 || computed.length === 0) return steps;
  const from = Math.min(...computed.map((one) => one.from));
  return Math.max(...computed.map((one) => one.until)) - from;
}

/** Variable transmitted by a projection, and the steps in which it matters. */
export interface CarriedValues {
  readonly projection: string;
  readonly population: string;
  readonly variable: string;
  readonly from: number;
  readonly until: number;
}

/** List projections that transmit values, with the steps that matter. */
export function carriedValues(request: Request): readonly CarriedValues[] {
  const { projections, active, steps } = readProgram(request);
  return projections.flatMap(({ name, from: population, to, carries: variable, latency }) => {
    const taken = active.size === 0 ? { from: 0, until: steps } : active.get(to);
    if (variable === undefined || taken === undefined) return [];
    const [from, until] = [taken.from, taken.until].map((step) => Math.max(0, step - latency));
    return [
      { projection: name, population, variable, from: from as number, until: until as number },
    ];
  });
}

function readProgram({ program, stack, readout, values = [] }: Request): TrainingProgram {
  return trainingProgram(program as NetworkProgram, {
    stack,
    surrogate: undefined,
    trainable: [],
    values: new Set(values),
    read: { readout, counted: [] },
  });
}
