import { conductances } from "./conductances.ts";
import { currents } from "./currents.ts";
import type { SynapseTable } from "./synapse-table.ts";

/** All synapses of NeuroML that live in the neuron they are attached to, by the name of their element. */
export const synapseTables: ReadonlyMap<string, SynapseTable> = new Map(
  [...conductances, ...currents].map((table) => [table.element, table]),
);
