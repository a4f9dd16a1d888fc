import type { Loss } from "@spikeloom/kernel";

/** What is lost where networks of SONATA are read, by code. */
const readLosses = {
  name: "Names of populations and numbers of nodes that cannot stay as they are.",
  attribute: "Attributes of nodes and edges that no network has, such as a layer or a section.",
  parameter: "Parameters of a model that our model has not.",
  synapse: "Models of synapses that are none of ours; the connections are static.",
  input: "Inputs of a kind, or to nodes, that cannot be had.",
  report: "Reports of variables or nodes that cannot be recorded.",
  setting: "Settings of a simulator or of its output, which are no part of a network.",
  receptor: "Receptors of edges that are none of PyNN's.",
} as const;

/** What is lost where networks are written as SONATA, by code. */
const writeLosses = {
  beside: "What stands beside spikes and samples in a result: its network, seed and summary.",
  precision: "Digits of samples beyond those of single precision.",
  model: "Neurons whose model is no template, with all their connections.",
  receptor: "Receptors that a template does not choose by the sign of a weight.",
  plasticity: "Rules by which weights change, and synapses with a state of their own.",
  stimulus: "Input other than given spikes and currents in steps.",
  report: "Recordings of what a template does not name, and of synapses.",
  tools: "What is written as SONATA says it, and not read by the simulators that read SONATA.",
  initial: "Initial values of variables that a template does not name.",
  convention: "Rules of a step that the simulator of the templates has otherwise.",
  setting: "Settings of a run that no configuration has.",
  name: "Names of projections that no group can have.",
} as const;

/** What can be lost in one of the two directions, or in both. */
export const sonataLosses: Readonly<Record<SonataLoss, string>> = {
  ...readLosses,
  ...writeLosses,
  name: "Names of populations and projections, and numbers of nodes, that cannot stay as they are.",
  report: "Reports of variables, nodes or synapses that the other side cannot record.",
  receptor:
    "Receptors that a template does not choose by the sign of a weight, or that are none of PyNN's.",
  setting: "Settings that are no part of a network, or of no configuration.",
};

/** A code of a loss. */
export type SonataLoss = keyof typeof readLosses | keyof typeof writeLosses;

/** Collects what is lost. */
export interface LossList {
  add(code: SonataLoss, place: string, message: string): void;
  readonly losses: readonly Loss[];
}

/** Start without a loss. */
export function lossList(): LossList {
  const losses: Loss[] = [];
  return { losses, add: (code, place, message) => void losses.push({ code, place, message }) };
}
