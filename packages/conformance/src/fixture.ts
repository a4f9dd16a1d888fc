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

/** A model of the specification, and the results of a network that drives it. */
export interface Fixture {
  readonly name: string;
  readonly model: ModelRecord;
  /** Final values of each neuron for the variable that `shownBy` names. */
  readonly shown?: readonly number[] | undefined;
  /** Number and digest of its spikes in `fixtureDuration` with seed 1; missing if no backend has run it. */
  readonly spikes?: string | undefined;
}

/** Examples of specs/conformance/simultaneous.json: results of networks in continuous time. */
export interface SimultaneousExamples {
  readonly about: string;
  /** Tolerance of all numbers. */
  readonly within: number;
  readonly examples: readonly {
    readonly name: string;
    /** The rule, as part of a sentence. */
    readonly about: string;
    readonly network: unknown;
    readonly duration: string;
    /** Neuron and time in ms of each recorded spike, by population. */
    readonly spikes?: Readonly<Record<string, readonly (readonly number[])[]>>;
    readonly samples?: readonly {
      readonly population: string;
      readonly variable: string;
      readonly time: number;
      readonly values: readonly number[];
    }[];
    /** Final weights by projection. */
    readonly weights?: Readonly<Record<string, readonly number[]>>;
  }[];
}

/** Spike times of specs/conformance/spike-times.json, by name of the fixture. */
export interface SpikeTimes {
  readonly about: string;
  readonly networks: Readonly<Record<string, ExactSpikes>>;
}

/** All spikes of a network in continuous time, and the final values that `shownBy` names. */
export interface ExactSpikes {
  readonly neurons: readonly number[];
  /** In ms. */
  readonly times: readonly number[];
  /** Tolerance in ms. */
  readonly within: number;
  readonly shown?: readonly number[];
}

/** Name the variable that shows the effect of synapses: the sum of their output, or the potential. */
export function shownBy(model: ModelRecord): string | undefined {
  if (model.kind === "neuron") return undefined;
  return "coupling" in model && model.coupling !== undefined ? "n.v" : "n.y";
}

/** Duration of a fixture. */
export const fixtureDuration = "60 ms";

/** Create the network that drives all ports of a model. */
export function drivenNetwork(model: ModelRecord, convention = "nest"): NetworkRecord {
  if (model.kind === "neuron") return exerciseNeuron(model, convention);
  const own = model.kind === "synapse" ? { synapse: model } : { plasticity: model };
  return { ...exerciseSynapse(model, own), convention };
}
