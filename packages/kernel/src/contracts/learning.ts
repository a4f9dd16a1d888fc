import type { BackendRecord } from "./backend.ts";
import type { ParameterRecord } from "./model.ts";
import type { NetworkRecord } from "./network.ts";

/** What is trained: weights, or a parameter of all neurons of a population. */
export type Trainable =
  | { readonly projection: string; readonly variable: string }
  | { readonly population: string; readonly parameter: string };

/** What is compared with a target: a number for each neuron of a population. */
export interface Readout {
  readonly population: string;
  /** `spikes` counts them; else a state variable in internal units. */
  readonly variable: string;
  /** Over which time in ms; the whole run where not given. */
  readonly window?: { readonly from: number; readonly until: number };
  /** What is made of the samples of a variable in the window. */
  readonly reduce?: "last" | "mean" | "max";
}

/** Says how far an output is from its target. */
export interface TrainingLoss {
  readonly name: string;
  value(output: Float64Array, target: Float64Array): number;
  /** Derivatives with respect to the output. */
  slope(output: Float64Array, target: Float64Array): Float64Array;
}

/** Changes numbers along their gradients. */
export interface Optimiser {
  readonly name: string;
  /** Change the numbers of one trainable in place; `key` tells trainables apart. */
  update(key: string, values: Float64Array, gradient: Float64Array): void;
}

/** What stands in for the derivative of a spike by the excess over its threshold. */
export interface Surrogate {
  /** An expression of `excess`: the left side of the condition less its right side. */
  readonly derivative: string;
  /** Whether gradients pass through the reset. */
  readonly reset: "detached" | "attached";
}

/** An example: spikes that sources send, and what is wanted of the readout. */
export interface TrainingExample {
  /** Times in ms, one array for each neuron, by source population. */
  readonly inputs: Readonly<Record<string, readonly Float64Array[]>>;
  readonly target: Float64Array;
}

/** Examples that are taken together. */
export type Batch = readonly TrainingExample[];

/** What learning begins with; a stack is made of learning algorithms among others. */
export interface LearningRequestOf<Stack, Names extends string = string> {
  /** Checked and complete, with its seed and its duration. */
  readonly network: NetworkRecord;
  /** The same as a `NetworkProgram` of `@spikeloom/program`, of which derivatives are made. */
  readonly program: object;
  readonly stack: Stack;
  readonly trainable: readonly Trainable[];
  readonly loss: TrainingLoss;
  readonly readout: Readout;
  readonly optimiser: Optimiser;
  /** Training is no physics: the surrogate is said here, not in the neuron. */
  readonly surrogate?: Surrogate;
  readonly backend: BackendRecord;
  readonly seed: number;
  /** All of the algorithm's own, in internal units. */
  readonly parameters: Readonly<Record<Names, number>>;
}

/** Learning that is under way. */
export interface Learner {
  /** Learn from a batch; gives the mean loss that it had before. */
  step(batch: Batch): Promise<{ readonly loss: number }>;
  /** Give the mean loss of a batch, and the output of each example, without learning. */
  evaluate(
    batch: Batch,
  ): Promise<{ readonly loss: number; readonly outputs: readonly Float64Array[] }>;
  /** A copy of what is trained, in the order of `trainable`, each in the unit that its model states. */
  parameters(): Promise<readonly Float64Array[]>;
  /** Everything that `begin` needs to go on from here to the same bits. */
  save(): Promise<Uint8Array>;
}

/** A learning algorithm: changes a network by examples. Begun by `beginLearning`. */
export interface LearningRecordOf<Stack, Names extends string = string> {
  readonly kind: "learning";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  /** Capabilities of the backend, beside those of the network. */
  readonly requires?: readonly string[];
  readonly parameters: Readonly<Record<Names, ParameterRecord>>;
  begin(request: LearningRequestOf<Stack, Names>, saved?: Uint8Array): Promise<Learner>;
}
