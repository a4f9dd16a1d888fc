import type { Populated } from "../component-of.ts";
import type { Writing } from "../writing.ts";
import type { OwnSynapses } from "./own-synapse.ts";

/** What types of synapses of a population are made with. */
export function ownSynapsesOf({ own }: Writing, { resolved }: Populated): OwnSynapses {
  return { units: own.units, parameters: resolved.parameters };
}
