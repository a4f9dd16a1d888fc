import type { Loss } from "@spikeloom/kernel";

/** Losses of reading SONATA networks, by code. */
const readLosses = {
  name: "Population names and node ids that are changed.",
  attribute:
    "Attributes of nodes and edges that a network cannot store, such as a layer or a section.",
  parameter: "Model parameters without an equivalent.",
  synapse: "Synapse models without an equivalent; the connections are static.",
  input: "Inputs of unsupported kinds or targets.",
  report: "Reports of unsupported variables or nodes.",
  setting: "Simulator and output settings, which a network cannot store.",
  receptor: "Edge receptors other than those of PyNN.",
} as const;

/** Losses of writing SONATA networks, by code. */
const writeLosses = {
  beside: "Metadata of a result besides spikes and samples: network, seed and summary.",
  precision: "Digits of samples beyond single precision.",
  model: "Neurons without a template, with all their connections.",
  receptor: "Receptors that a template does not select by the sign of a weight.",
  plasticity: "Plasticity rules, and synapses with state.",
  stimulus: "Random input, and currents that NEST's generators cannot produce.",
  report: "Recordings of synapses, and of variables that a template does not name.",
  tools: "Data stored as SONATA specifies but ignored by simulators that read SONATA.",
  initial: "Initial values of variables that a template does not name.",
  convention: "Step rules that differ in the templates' simulator.",
  setting: "Run settings that a configuration cannot store.",
  name: "Projection names that are not valid group names.",
} as const;

/** Losses in either direction. */
export const sonataLosses: Readonly<Record<SonataLoss, string>> = {
  ...readLosses,
  ...writeLosses,
  name: "Names of populations and projections, and node ids, that are changed.",
  report: "Reports of variables, nodes or synapses that the other side cannot record.",
  receptor:
    "Receptors that a template does not select by the sign of a weight, or other than those of PyNN.",
  setting: "Settings that a network or a configuration cannot store.",
};

/** Code of a loss. */
export type SonataLoss = keyof typeof readLosses | keyof typeof writeLosses;

/** Collects losses. */
export interface LossList {
  add(code: SonataLoss, place: string, message: string): void;
  readonly losses: readonly Loss[];
}

/** Start without losses. */
export function lossList(): LossList {
  const losses: Loss[] = [];
  return { losses, add: (code, place, message) => void losses.push({ code, place, message }) };
}
