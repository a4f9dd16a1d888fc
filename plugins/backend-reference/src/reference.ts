import { type BackendRecord, defineBackend } from "@spikeloom/kernel";
import { estimateByCounts, type NetworkProgram } from "@spikeloom/program";
import { bytesOf, createSimulation } from "./simulation.ts";

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
    "stepped-synapses",
    "synapse-reads",
    "synapse-events",
    "coupling",
    "plasticity",
    "modulators",
    "structure",
    "synapse-recorders",
    "checkpoint",
  ],
  check: () => [],
  estimate: (program: NetworkProgram, _, { stack }) => estimateByCounts(program, stack, bytesOf),
  prepare: async (program: NetworkProgram, job) => createSimulation(program, job),
});
