import { type BackendRecord, defineBackend } from "@spikeloom/kernel";
import { estimateByCounts, type NetworkProgram } from "@spikeloom/program";
import { bytesOf } from "./bytes-of.ts";

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
  prepare: async (program: NetworkProgram, job) => {
    // Loaded when it is chosen: the command lists this backend among others.
    const { createSimulation } = await import("./simulation.ts");
    return createSimulation(program, job);
  },
});
