import { conductances } from "./conductances.ts";
import { currents } from "./currents.ts";
import type { SynapseTable } from "./synapse-table.ts";

/** All NeuroML synapses that are part of the target neuron, by element name. */
export const synapseTables: ReadonlyMap<string, SynapseTable> = new Map(
  [...conductances, ...currents].map((table) => [table.element, table]),
);
