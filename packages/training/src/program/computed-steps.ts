import type { LearningRequest } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { trainingProgram } from "./training-program.ts";

/**
 * Tell in how many steps of an example each population is computed.
 *
 * Neurons that remember nothing are computed in those alone that can change what is read. Sources are not in it.
 */
export function computedSteps({
  program,
  readout,
  values = [],
}: Pick<LearningRequest, "program" | "readout" | "values">): ReadonlyMap<string, number> {
  const { populations, active, steps } = trainingProgram(program as NetworkProgram, {
    surrogate: undefined,
    trainable: [],
    values: new Set(values),
    read: { readout, counted: [] },
  });
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
export function computedSpan({
  program,
  readout,
  values = [],
}: Pick<LearningRequest, "program" | "readout" | "values">): number {
  const { populations, active, steps } = trainingProgram(program as NetworkProgram, {
    surrogate: undefined,
    trainable: [],
    values: new Set(values),
    read: { readout, counted: [] },
  });
  const computed = populations.flatMap(({ name }) => active.get(name) ?? []);
  if (active.size === 0 || computed.length === 0) return steps;
  const from = Math.min(...computed.map((one) => one.from));
  return Math.max(...computed.map((one) => one.until)) - from;
}
