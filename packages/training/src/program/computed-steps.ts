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
