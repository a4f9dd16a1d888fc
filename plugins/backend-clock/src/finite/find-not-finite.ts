import type { NotFinite } from "@spikeloom/kernel";
import type { JobPlan } from "../job-plan.ts";
import { firstUnsound } from "./sound.ts";
import type { Reach } from "./watch-shard.ts";
import { type WatchedVariables, watchedStates, watchedSynapses } from "./watched-variables.ts";

/** Reads a variable of all neurons of a population, or of all synapses of a projection. */
export type ReadVariable = (name: string, variable: string) => Float64Array;

/** Name the first neuron, or synapse, of each variable that is not what it may be. */
export function findNotFinite(
  { populations, ruled }: JobPlan,
  reach: Reach,
  read: { readonly neurons: ReadVariable; readonly synapses: ReadVariable },
): readonly NotFinite[] {
  const found: NotFinite[] = [];
  const search = (
    kind: NotFinite["kind"],
    name: string,
    { variables, values }: { readonly variables: WatchedVariables; readonly values: ReadVariable },
  ): void => {
    for (const [variable, mayBeInfinite] of variables) {
      const all = values(name, variable);
      const index = firstUnsound({ values: all, mayBeInfinite });
      if (index < 0) continue;
      found.push({ kind, name, variable, index, value: all[index] as number });
    }
  };
  for (const [name, population] of populations) {
    // Sources have no state in memory.
    if (population.model.source !== undefined) continue;
    search("neuron", name, { variables: watchedStates(population), values: read.neurons });
  }
  if (reach === "neurons") return found;
  for (const one of ruled) {
    const values = read.synapses;
    search("synapse", one.projection.name, { variables: watchedSynapses(one), values });
  }
  return found;
}
