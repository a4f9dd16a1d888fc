import type { Populated } from "../component-of.ts";
import type { Writing } from "../writing.ts";
import type { OwnSynapses } from "./own-synapse.ts";

/** Inputs for creating the synapse types of a population. */
export function ownSynapsesOf({ own }: Writing, { resolved }: Populated): OwnSynapses {
  return { units: own.units, parameters: resolved.parameters };
}
