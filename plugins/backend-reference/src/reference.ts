import {
  type BackendRecord,
  type ConnectorLookup,
  defineBackend,
  type JobEstimate,
} from "@spikeloom/kernel";
import { expectedConnections } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import { bytesOfNetwork, createSimulation } from "./simulation.ts";

/** Backend that defines what a program means, neuron by neuron. */
export const reference: BackendRecord = defineBackend({
  name: "reference",
  about: "Defines what a program means: slow and readable, the oracle of other backends.",
  provides: [
    "delays",
    "zero-delay",
    "escape-noise",
    "noise",
    "sources",
    "random-sources",
    "current-stimuli",
    "poisson-stimuli",
    "explicit-step",
    "integer-state",
    "procedural-connectivity",
    "synapse-models",
    "per-synapse-state",
    "coupling",
    "plasticity",
    "modulators",
    "structure",
    "synapse-recorders",
    "checkpoint",
  ],
  check: () => [],
  estimate: (program: NetworkProgram, _, { stack }) => estimateOf(program, stack),
  prepare: async (program: NetworkProgram, job) => createSimulation(program, job),
});

function estimateOf(program: NetworkProgram, stack: ConnectorLookup): JobEstimate {
  const projections = program.projections.map((one) => {
    const { synapses } = expectedConnections(one, { ...program, stack });
    const bytes = bytesOfNetwork(0, synapses);
    return { name: one.name, synapses, bytes, reason: "an object for each synapse" };
  });
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  const synapses = projections.reduce((sum, one) => sum + one.synapses, 0);
  const parts = [
    { name: "synapses", bytes: bytesOfNetwork(0, synapses), reason: `${synapses} synapses` },
    { name: "neurons", bytes: bytesOfNetwork(neurons, 0), reason: `${neurons} neurons` },
  ];
  const bytes = bytesOfNetwork(neurons, synapses);
  return { neurons, synapses, bytes, parts, projections, notes: [], faults: [] };
}
