import type { ConnectorLookup, EstimatedTime, JobEstimate } from "@spikeloom/kernel";
import { expectedSynapses } from "@spikeloom/network";
import { type DynamicSynapses, expectedActivity, type NetworkProgram } from "@spikeloom/program";

/** Bytes of a synapse while it runs: its target and weight. */
const perSynapse = 12;
/** Bytes of a synapse's delay and projection, until its segment is known, and of the segment in the worst case. */
const whileDrawn = 26;
/** Bytes of a neuron: variables, times, lists. */
const perNeuron = 200;

/** Count the bytes of a network that runs; those of plastic synapses come on top of their target and weight. */
export function bytesOf(neurons: number, synapses: number, plastic: number): number {
  return perSynapse * synapses + perNeuron * neurons + plastic;
}

/** Count the bytes of each plastic synapse: its variables, its last event, and the number of spikes that it has received. */
function plasticBytes(dynamic: DynamicSynapses | undefined): number {
  return dynamic === undefined ? 0 : 8 * dynamic.program.synapse.length + 12;
}

/** Estimate the memory and time of a program. */
export function estimateOf(program: NetworkProgram, stack: ConnectorLookup): JobEstimate {
  const projections = program.projections.map((one) => {
    const synapses = expectedSynapses(one, { ...program, stack });
    const plastic = plasticBytes(one.dynamic) * synapses;
    const bytes = (perSynapse + whileDrawn) * synapses + plastic;
    const reason =
      plastic === 0
        ? "target and weight, in segments by delay"
        : `target and weight, in segments by delay, and ${plasticBytes(one.dynamic)} bytes of variables`;
    return { name: one.name, synapses, bytes, reason };
  });
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  const synapses = projections.reduce((sum, one) => sum + one.synapses, 0);
  const parts = [
    { name: "synapses", bytes: perSynapse * synapses, reason: `${synapses} synapses` },
    { name: "delays", bytes: whileDrawn * synapses, reason: "while synapses are drawn" },
    { name: "neurons", bytes: perNeuron * neurons, reason: `${neurons} neurons` },
  ];
  const plastic = program.projections.reduce((sum, { dynamic }, k) => {
    return sum + plasticBytes(dynamic) * (projections[k]?.synapses ?? 0);
  }, 0);
  if (plastic > 0) {
    parts.push({ name: "plasticity", bytes: plastic, reason: "variables of plastic synapses" });
  }
  const bytes = parts.reduce((sum, one) => sum + one.bytes, 0);
  const kept = bytesOf(neurons, synapses, plastic);
  const seconds = timeOf(program, stack);
  return { neurons, synapses, bytes, kept, parts, projections, notes: [], faults: [], seconds };
}

// Nanoseconds of one core.
/** A spike that arrives through a projection: less in large networks far from threshold, more close to it. */
const arrival = 90;
/** A spike that a stimulus draws. */
const drawn = 400;
/** A spike that a neuron sends. */
const spike = 300;

function timeOf(program: NetworkProgram, stack: ConnectorLookup): EstimatedTime {
  const { arrivals, driven, spikes } = expectedActivity(program, stack);
  const parts = [
    { count: 1000 * arrivals, each: arrival, what: "arriving spikes" },
    { count: 1000 * driven, each: drawn, what: "spikes of Poisson stimuli" },
    { count: 1000 * spikes, each: spike, what: "spikes" },
  ];
  const sum = parts.reduce((all, { count, each }) => all + count * each, 0);
  const [largest] = parts.toSorted((a, b) => b.count * b.each - a.count * a.each);
  const reason = `mostly ${largest?.count.toPrecision(2)} ${largest?.what}`;
  return { perSecond: 1e-9 * sum, reason };
}
