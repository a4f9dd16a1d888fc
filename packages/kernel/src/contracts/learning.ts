import type { BackendRecord } from "./backend.ts";
import type { ParameterRecord } from "./model.ts";
import type { NetworkRecord } from "./network.ts";

/** What is trained: weights, or a parameter of all neurons of a population. */
export type Trainable =
  | { readonly projection: string; readonly variable: string }
  | {
      readonly population: string;
      readonly parameter: string;
      /** Of a map, in which channels run fastest: neurons of a channel share one value. */
      readonly channels?: number;
    };

/** What is compared with a target: numbers for each neuron of a population. */
export interface Readout {
  readonly population: string;
  /** `spikes`, else a state variable in internal units. */
  readonly variable: string;
  /** Over which time in ms; the whole run where not given. */
  readonly window?: { readonly from: number; readonly until: number };
  /**
   * What is made of the steps in the window.
   *
   * Spikes are counted (`sum`, where nothing is said), or their first time in ms is taken (`first`); of a
   * variable the value after the `last` step (where nothing is said), the `mean` or the greatest (`max`).
   * `each` keeps all of them, step after step: whether there was a spike, or the value after the step.
   */
  readonly reduce?: "sum" | "first" | "last" | "mean" | "max" | "each";
}

/**
 * Where another thread finds a loss or a cost.
 *
 * The module exports it under the name, or a function that makes it of the options. Those that come with SpikeLoom have an
 * address of the scheme `spikeloom:`, which every thread holds already.
 */
export interface LossOrigin {
  /** Address of the module, such as `import.meta.url` of the file that defines it. */
  readonly module: string;
  readonly name: string;
  /** Data alone: it is copied from thread to thread. */
  readonly options?: object;
}

/** Says how far the output of an example is from its target. */
export interface TrainingLoss {
  readonly name: string;
  /** Without one it is computed by one worker alone. */
  readonly origin?: LossOrigin;
  /** Numbers that the target of an example has, for so many outputs. */
  targets(outputs: number): number;
  /** Give the loss, and write how it changes with each output. */
  value(output: Float64Array, target: Float64Array, slope: Float64Array): number;
}

/** A cost of how often the neurons of a population spike. */
export interface RateCost {
  readonly name: string;
  /** Without one it is computed by one worker alone. */
  readonly origin?: LossOrigin;
  readonly population: string;
  /** Give the cost of the spike counts of an example, and add how it changes with each to `slope`. */
  value(counts: Float64Array, slope: Float64Array): number;
}

/**
 * Changes numbers along their gradients: a rule as text, which becomes code.
 *
 * Every expression reads the parameters, `rate_factor` (what a schedule says) and `common`; those of `update` also
 * `value`, `gradient` and `state`.
 */
export interface Optimiser {
  readonly name: string;
  readonly about?: string;
  readonly cite?: readonly string[];
  readonly parameters: Readonly<Record<string, number>>;
  /** Numbers that are kept beside each number that is trained; 0 at first. */
  readonly state: readonly string[];
  /** Numbers for all, with what they are before the first update; set anew before each, in order. */
  readonly common: Readonly<Record<string, { readonly initial: number; readonly next: string }>>;
  /** What `state` and `value` become, in order: each sees what stands before it. */
  readonly update: Readonly<Record<string, string>>;
}

/** What stands in for the derivative of a spike by the excess over its threshold. */
export interface Surrogate {
  /** An expression of `excess`: the left side of the condition less its right side. */
  readonly derivative: string;
  /**
   * Whether gradients pass through resets: through none, all, or those of the variables that are named.
   *
   * `by-variable` lets them pass where a spike adds to a variable that adapts, such as `w: "w + b"`, and not where it
   * resets a membrane potential.
   */
  readonly reset: "detached" | "attached" | "by-variable" | readonly string[];
  /** Whether slopes pass `floor` and `ceil` as if nothing were rounded; they are 0 there where it is not given. */
  readonly rounding?: "flat" | "straight-through";
}

/**
 * Spikes that a source sends in the examples of a batch, in columns.
 *
 * They are in order: by example, in it by step, in it by neuron.
 */
export interface SpikeColumns {
  /** Where each example begins, and then where the last one ends. */
  readonly begins: Uint32Array;
  /** In which step each spike is found, counted from 0. */
  readonly steps: Uint16Array | Uint32Array;
  readonly neurons: Uint16Array | Uint32Array;
}

/**
 * Values of a continuous input in internal units.
 *
 * They are in order: by example, in it by step, in it by neuron. One step stands for all.
 */
export interface ValueColumns {
  readonly steps: number;
  readonly values: Float32Array | Float64Array;
}

/** Examples that are taken together. */
export interface Batch {
  readonly size: number;
  /** Spikes by source, values of a continuous input by `population.input`. */
  readonly inputs: Readonly<Record<string, SpikeColumns | ValueColumns>>;
  /** What is wanted of each example, one row after the other: a label, or a number for each output. */
  readonly targets: Float64Array;
  /**
   * For each example 1 where it goes on from where the one at its place in the batch before ended, else 0.
   *
   * All begin as the network says where it is not given. Batches that are learnt from go on from such, those that are assessed from such.
   */
  readonly continues?: Uint8Array;
}

/**
 * A population whose sums of values or of spikes are normalised over a batch.
 *
 * All steps are taken together, block by block of 32 samples and more. Assessments take running means and variances instead.
 */
export interface NormalisedPopulation {
  readonly population: string;
  /** Of a map, in which channels run fastest: all places of a channel are taken together; each neuron alone where it is not given. */
  readonly channels?: number;
  /** Added to variances; 1e-5 where it is not given. */
  readonly epsilon?: number;
  /** The share by which a batch moves what is taken when a batch is assessed; 0.1 where it is not given. */
  readonly momentum?: number;
}

/** What learning begins with; a stack is made of learning algorithms among others. */
export interface LearningRequestOf<Stack, Names extends string = string> {
  /** Checked and complete, with its seed and its duration. */
  readonly network: NetworkRecord;
  /** The same as a `NetworkProgram` of `@spikeloom/program`, of which derivatives are made. */
  readonly program: object;
  readonly stack: Stack;
  readonly trainable: readonly Trainable[];
  readonly loss: TrainingLoss;
  readonly costs?: readonly RateCost[];
  readonly readout: Readout;
  readonly optimiser: Optimiser;
  /** Training is no physics: the surrogate is said here, not in the neuron. */
  readonly surrogate?: Surrogate;
  /** The greatest norm that all gradients together may have; they are scaled to it where it is more. */
  readonly clip?: number;
  /** What batches compute in; `f64` is for comparing, and slower. */
  readonly precision?: "f32" | "f64";
  /** Continuous inputs that batches give, as `population.input`. */
  readonly values?: readonly string[];
  /** Populations of which a share of the neurons is dropped in each sample that is learnt from. */
  readonly dropout?: readonly { readonly population: string; readonly share: number }[];
  /** Populations whose inputs are normalised while they are learnt; weights and biases that come of it need none. */
  readonly normalise?: readonly NormalisedPopulation[];
  /** Whether examples can go on from where those of the batch before ended, as `continues` of a batch says. */
  readonly carry?: boolean;
  /** Threads that share out the examples of a batch, this one among them; 1 where it is not given. Any number gives the same bits. */
  readonly workers?: number;
  readonly backend: BackendRecord;
  readonly seed: number;
  /** All of the algorithm's own, in internal units. */
  readonly parameters: Readonly<Record<Names, number>>;
}

/** How far a batch was from its targets. */
export interface Assessment {
  /** Mean over the examples, costs of rates included. */
  readonly loss: number;
  /** Outputs, one row for each example. */
  readonly outputs: Float64Array;
}

/** Learning that is under way. */
export interface Learner {
  /** What outputs are read by; `beginLearning` says it. */
  readonly readout?: Readout;
  /** Samples that a batch to learn from has at least; `beginLearning` says it. */
  readonly fewest?: number;
  /** Whether examples of a batch can go on from those of the one before; `beginLearning` says it. */
  readonly carries?: boolean;
  /** Learn from a batch; tells how it was before. `rateFactor` scales the optimiser's rate in this step. */
  step(batch: Batch, options?: { readonly rateFactor?: number }): Promise<Assessment>;
  /** Assess a batch without learning. */
  evaluate(batch: Batch): Promise<Assessment>;
  /**
   * A copy of what is trained, in the order of `trainable`, each in internal units.
   *
   * Weights are in the order in which a network lists those of the connector, parameters in that of neurons.
   */
  parameters(): Promise<readonly Float64Array[]>;
  /** Everything that `begin` needs to go on from here to the same bits. */
  save(): Promise<Uint8Array>;
  /** End the threads that it has started. */
  close?(): Promise<void>;
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
  /** Whether it can `carry` states from batch to batch. */
  readonly carries?: boolean;
  readonly parameters: Readonly<Record<Names, ParameterRecord>>;
  begin(request: LearningRequestOf<Stack, Names>, saved?: Uint8Array): Promise<Learner>;
}
