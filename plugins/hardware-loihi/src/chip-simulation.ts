import type { Simulation } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { changedSimulation, watchedStates } from "@spikeloom/simulate";
import { type CubaCounter, cubaCounters } from "./cuba.ts";

/** Populations of a program whose neurons are on the chip. */
function chipPopulations({ populations }: NetworkProgram): readonly string[] {
  return [...populations.values()].flatMap(({ name, source }) => (source ? [] : [name]));
}

/**
 * Add what the chip's registers did to the summary of a run.
 *
 * Counters are read after each advance. `notes` come first.
 */
export function chipSimulation(
  simulation: Simulation,
  program: NetworkProgram,
  notes: readonly string[],
): Simulation {
  const populations = chipPopulations(program);
  let counted: readonly string[] = [];
  const count = async (): Promise<void> => {
    counted = await Promise.all(populations.map((name) => countsOf(simulation, name)));
  };
  return changedSimulation(simulation, {
    summary: ({ summary }) => ({ ...summary, notes: [...notes, ...counted, ...summary.notes] }),
    advance: (own) => async (steps) => {
      await own.advance(steps);
      await count();
    },
    areFinite: (own) => async (reach) => {
      if (own.areFinite !== undefined) return await own.areFinite(reach);
      return await statesAreFinite(own, program);
    },
  });
}

/** Describe what left its register in a population. */
async function countsOf(simulation: Simulation, population: string): Promise<string> {
  const counts = await Promise.all(
    (Object.keys(cubaCounters) as CubaCounter[]).map(async (counter) => {
      const values = await simulation.state(population, counter);
      return [counter, values.reduce((sum, value) => sum + value, 0)] as const;
    }),
  );
  const found = counts.flatMap(([counter, sum]) =>
    sum === 0 ? [] : [`${cubaCounters[counter]}: ${sum}`],
  );
  return `${population}, ${found.length === 0 ? "no number left its register" : found.join(", ")}`;
}

/** Read all states: for backends that do not search them themselves. */
async function statesAreFinite(simulation: Simulation, program: NetworkProgram): Promise<boolean> {
  for (const population of program.populations.values()) {
    for (const variable of watchedStates(population).keys()) {
      const values = await simulation.state(population.name, variable);
      if (!values.every(Number.isFinite)) return false;
    }
  }
  return true;
}
