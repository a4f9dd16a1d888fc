import type {
  NetworkRecord,
  NeuronRecord,
  PlasticityRecord,
  SynapseRecord,
} from "@spikeloom/kernel";
import { exerciseNeuron } from "./exercise-neuron.ts";
import { exerciseSynapse } from "./exercise-synapse.ts";

/** A model of any kind. */
export type ModelRecord = NeuronRecord | SynapseRecord | PlasticityRecord;

/** A model of the specification, and what a network that drives it gives. */
export interface Fixture {
  readonly name: string;
  readonly model: ModelRecord;
  /** Of each neuron at the end, what `shownBy` names. */
  readonly shown?: readonly number[] | undefined;
  /** Number and digits of its spikes in `fixtureDuration` under the seed 1; none where no backend has run it. */
  readonly spikes?: string | undefined;
}

/** Name the state that shows what synapses do: the sum of what they sent, or the potential that they move. */
export function shownBy(model: ModelRecord): string | undefined {
  if (model.kind === "neuron") return undefined;
  return "coupling" in model && model.coupling !== undefined ? "n.v" : "n.y";
}

/** How long a fixture runs. */
export const fixtureDuration = "60 ms";

/** Make the network that drives a model on all its ports. */
export function drivenNetwork(model: ModelRecord, convention = "nest"): NetworkRecord {
  if (model.kind === "neuron") return exerciseNeuron(model, convention);
  const own = model.kind === "synapse" ? { synapse: model } : { plasticity: model };
  return { ...exerciseSynapse(model, own), convention };
}
