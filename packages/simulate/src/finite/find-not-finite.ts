import type { Simulation } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import type { NotFinite, Reach } from "./not-finite.ts";
import type { SampleWatch } from "./sample-watch.ts";
import { firstUnsound } from "./sound.ts";
import { type WatchedVariables, watchedStates, watchedSynapses } from "./watched-variables.ts";

/**
 * Searches for values that are not finite, one of each variable.
 *
 * Inspects the current state and everything recorded since the last call.
 */
export type FiniteSearch = (reach: Reach) => Promise<readonly NotFinite[]>;

/** Create a search that reads the state of a simulation, unless the backend itself reports that all values are finite. */
export function finiteSearch(
  { populations, projections }: NetworkProgram,
  simulation: Pick<Simulation, "areFinite" | "state" | "synapseState">,
  recorded: SampleWatch,
): FiniteSearch {
  return async (reach) => {
    const found: NotFinite[] = [...recorded.take()];
    if ((await simulation.areFinite?.(reach)) === true) return found;
    const search = async (
      { kind, name }: Pick<NotFinite, "kind" | "name">,
      variables: WatchedVariables,
      read: (name: string, variable: string) => Promise<Float64Array>,
    ): Promise<void> => {
      for (const [variable, mayBeInfinite] of variables) {
        const values = await read(name, variable);
        const index = firstUnsound({ values, mayBeInfinite });
        if (index < 0) continue;
        found.push({ kind, name, variable, index, value: values[index] as number });
      }
    };
    for (const [name, population] of populations) {
      // Sources have no state.
      if (population.source !== undefined) continue;
      await search({ kind: "neuron", name }, watchedStates(population), simulation.state);
    }
    const { synapseState } = simulation;
    if (reach === "neurons" || synapseState === undefined) return found;
    for (const { name, ...projection } of projections) {
      await search({ kind: "synapse", name }, watchedSynapses(projection), synapseState);
    }
    return found;
  };
}
