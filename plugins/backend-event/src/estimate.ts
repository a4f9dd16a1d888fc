import type { ConnectorLookup, JobEstimate } from "@spikeloom/kernel";
import { expectedConnections } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";

/** Bytes of a synapse while it runs: its target and weight. */
const perSynapse = 12;
/** Bytes of a synapse's delay and projection, until its segment is known, and of the segment in the worst case. */
const whileDrawn = 26;
/** Bytes of a neuron: variables, times, lists. */
const perNeuron = 200;

/** Count the bytes of a network that runs. */
export function bytesOf(neurons: number, synapses: number): number {
  return perSynapse * synapses + perNeuron * neurons;
}

/** Estimate the memory of a program. */
export function estimateOf(program: NetworkProgram, stack: ConnectorLookup): JobEstimate {
  const projections = program.projections.map((one) => {
    const { synapses } = expectedConnections(one, { ...program, stack });
    const bytes = (perSynapse + whileDrawn) * synapses;
    return { name: one.name, synapses, bytes, reason: "target and weight, in segments by delay" };
  });
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  const synapses = projections.reduce((sum, one) => sum + one.synapses, 0);
  const parts = [
    { name: "synapses", bytes: perSynapse * synapses, reason: `${synapses} synapses` },
    { name: "delays", bytes: whileDrawn * synapses, reason: "while synapses are drawn" },
    { name: "neurons", bytes: perNeuron * neurons, reason: `${neurons} neurons` },
  ];
  const bytes = parts.reduce((sum, one) => sum + one.bytes, 0);
  const kept = bytesOf(neurons, synapses);
  return { neurons, synapses, bytes, kept, parts, projections, notes: [], faults: [] };
}
