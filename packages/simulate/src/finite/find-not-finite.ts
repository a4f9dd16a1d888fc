import type { Simulation } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import type { SampleWatch } from "./sample-watch.ts";
import { firstUnsound } from "./sound.ts";
import { type WatchedVariables, watchedStates, watchedSynapses } from "./watched-variables.ts";

/** How far a search goes: all of it, or the state of neurons and what was recorded alone. */
export type Reach = "neurons" | "all";

/** A value that is not finite where it should be: the first of its variable. */
export interface NotFinite {
  readonly kind: "neuron" | "synapse";
  /** Of the population or the projection. */
  readonly name: string;
  readonly variable: string;
  /** Of the neuron in its population, or of the synapse in the order of its projection. */
  readonly index: number;
  readonly value: number;
  /** Its stamp in steps where it was recorded; otherwise it was found in the present state. */
  readonly step?: number;
}

/**
 * Searches for values that are not finite, one of each variable.
 *
 * Looks at the present state, and at what was recorded since the last call.
 */
export type FiniteSearch = (reach: Reach) => Promise<readonly NotFinite[]>;

/** Make a search that reads the state of a simulation, unless the backend can say itself that all is finite. */
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
      if (population.model.source !== undefined) continue;
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
