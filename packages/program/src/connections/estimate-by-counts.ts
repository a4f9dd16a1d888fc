import type { ConnectorLookup, JobEstimate } from "@spikeloom/kernel";
import { expectedSynapses } from "@spikeloom/network";
import type { NetworkProgram } from "../network-program.ts";

/** Memory of a backend with the same storage for every neuron and every synapse. */
export interface BytesByCount {
  readonly neuron: number;
  readonly synapse: number;
  /** How its synapses are stored. */
  readonly reason: string;
}

/** Estimate the memory of a program from its numbers of neurons and synapses. */
export function estimateByCounts(
  program: NetworkProgram,
  stack: ConnectorLookup,
  bytesOf: BytesByCount,
): JobEstimate {
  const projections = program.projections.map((one) => {
    const synapses = expectedSynapses(one, { ...program, stack });
    return {
      name: one.name,
      synapses,
      bytes: bytesOf.synapse * synapses,
      reason: bytesOf.reason,
    };
  });
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  const synapses = projections.reduce((sum, one) => sum + one.synapses, 0);
  const parts = [
    { name: "neurons", bytes: bytesOf.neuron * neurons, reason: `${neurons} neurons` },
    { name: "synapses", bytes: bytesOf.synapse * synapses, reason: `${synapses} synapses` },
  ];
  const bytes = parts.reduce((sum, one) => sum + one.bytes, 0);
  return { neurons, synapses, bytes, parts, projections, notes: [], faults: [] };
}
