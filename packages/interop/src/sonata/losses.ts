import type { Loss } from "@spikeloom/kernel";

/** What is lost where networks of SONATA are read, by code. */
export const readLosses = {
  name: "Names of populations and numbers of nodes that cannot stay as they are.",
  attribute: "Attributes of nodes and edges that no network has, such as a layer or a section.",
  parameter: "Parameters of a model that our model has not.",
  synapse: "Models of synapses that are none of ours; the connections are static.",
  input: "Inputs of a kind, or to nodes, that cannot be had.",
  report: "Reports of variables or nodes that cannot be recorded.",
  setting: "Settings of a simulator or of its output, which are no part of a network.",
} as const;

/** Collects what is lost. */
export interface LossList {
  add(code: keyof typeof readLosses, place: string, message: string): void;
  readonly losses: readonly Loss[];
}

/** Start without a loss. */
export function lossList(): LossList {
  const losses: Loss[] = [];
  return { losses, add: (code, place, message) => void losses.push({ code, place, message }) };
}
