import type { OptionValues } from "../plugin-options.ts";
import type { BackendRecord } from "./backend.ts";
import type { ParameterRecord } from "./model.ts";
import type { NetworkRecord } from "./network.ts";

/** A trainable quantity: weights, or a parameter of all neurons of a population. */
export type Trainable =
  | { readonly projection: string; readonly variable: string }
  | {
      readonly population: string;
      readonly parameter: string;
      /** Number of channels of a map, with channels running fastest; the neurons of a channel share one value. */
      readonly channels?: number;
    };

/** The output compared with the target: numbers for each neuron of a population. */
export interface Readout {
  readonly population: string;
  /** `spikes`, or a state variable in internal units. */
  readonly variable: string;
  /** Time window in ms; the whole run by default. */
  readonly window?: { readonly from: number; readonly until: number };
  /**
   * Reduction over the steps in the window.
   *
   * For spikes: their count (`sum`, the default) or the time of the first one in ms (`first`). For a variable: its value after
   * the `last` step (the default), its `mean` or its maximum (`max`). `each` keeps every step: whether there was a spike, or the
   * value after the step.
   */
  readonly reduce?: "sum" | "first" | "last" | "mean" | "max" | "each";
}

/**
 * Module from which another thread loads a loss or a cost.
 *
 * The module exports it under the name, or a function that creates it from the options. Losses shipped with SpikeLoom have a
 * `spikeloom:` URL, which every thread can resolve.
 */
export interface LossOrigin {
  /** URL of the module, such as `import.meta.url` of the file that defines it. */
  readonly module: string;
  readonly name: string;
  /** Plain data, which is copied between threads. */
  readonly options?: object;
}

/** Measures the error of a sample's output with respect to its target. */
export interface TrainingLoss {
  readonly name: string;
  /** Required for more than one worker. */
  readonly origin?: LossOrigin;
  /** Number of target values per sample for a given number of outputs. */
  targets(outputs: number): number;
  /** Return the loss and write its gradient with respect to the outputs. */
  value(output: Float64Array, target: Float64Array, slope: Float64Array): number;
}

/** A cost of the spike counts of a population's neurons. */
export interface RateCost {
  readonly name: string;
  /** Required for more than one worker. */
  readonly origin?: LossOrigin;
  readonly population: string;
  /** Return the cost of a sample's spike counts, and add its gradient to `slope`. */
  value(counts: Float64Array, slope: Float64Array): number;
}

/**
 * A gradient-based update rule, given as text that is compiled.
 *
 * Every expression can read the parameters, `rate_factor` (from the schedule) and `common`; those of `update` also `value`,
 * `gradient` and `state`.
 */
export interface Optimiser {
  readonly name: string;
  readonly about?: string;
  readonly cite?: readonly string[];
  readonly parameters: Readonly<Record<string, number>>;
  /** State variables kept for each trained number; initially 0. */
  readonly state: readonly string[];
  /** Variables shared by all numbers, with their initial values; updated in order before each step. */
  readonly common: Readonly<Record<string, { readonly initial: number; readonly next: string }>>;
  /** New values of `state` and `value`, assigned in order: each sees the ones before it. */
  readonly update: Readonly<Record<string, string>>;
}

/** Surrogate derivative of a spike with respect to the distance from threshold. */
export interface Surrogate {
  /** Expression of `excess`, the left side of the threshold condition minus its right side. */
  readonly derivative: string;
  /**
   * Whether gradients pass through resets: through none, all, or those of the listed variables.
   *
   * `by-variable`, the default, passes them where a spike increments an adaptation variable, such as `w: "w + b"`, and blocks them where it
   * resets a membrane potential.
   */
  readonly reset?: "detached" | "attached" | "by-variable" | readonly string[];
  /** Whether gradients pass `floor`, `ceil` and `int` as if nothing were rounded; by default they are 0 there. */
  readonly rounding?: "flat" | "straight-through";
}

/**
 * Spikes of a source for the samples of a batch, in columns.
 *
 * Sorted by sample, then step, then neuron.
 */
export interface SpikeColumns {
  /** Start of each sample, followed by the end of the last one. */
  readonly begins: Uint32Array;
  /** Step of each spike, counted from 0. */
  readonly steps: Uint16Array | Uint32Array;
  readonly neurons: Uint16Array | Uint32Array;
}

/**
 * Values of a continuous input in internal units.
 *
 * Sorted by sample, then step, then neuron. A single step applies to all.
 */
export interface ValueColumns {
  readonly steps: number;
  readonly values: Float32Array | Float64Array;
}

/** Samples that are processed together. */
export interface Batch {
  readonly size: number;
  /** Spikes by source, values of a continuous input by `population.input`. */
  readonly inputs: Readonly<Record<string, SpikeColumns | ValueColumns>>;
  /** Targets, one row per sample: a label, or a number per output. */
  readonly targets: Float64Array;
  /**
   * For each sample, 1 if it continues from the final state of the sample at the same index in the previous batch, otherwise 0.
   *
   * By default all samples start from the network's initial state. Training batches continue from training batches, evaluation
   * batches from evaluation batches.
   */
  readonly continues?: Uint8Array;
}

/**
 * A population with batch normalisation of its summed inputs or spikes.
 *
 * Computed over all steps, in blocks of at least 32 samples. Evaluation uses running means and variances instead.
 */
export interface NormalisedPopulation {
  readonly population: string;
  /**
   * Number of channels of a map, with channels running fastest: all positions of a channel are normalised together; by default
   * each neuron separately.
   */
  readonly channels?: number;
  /** Added to variances; 1e-5 by default. */
  readonly epsilon?: number;
  /** Weight of a batch in the running statistics; 0.1 by default. */
  readonly momentum?: number;
}

/** Input for starting a learning algorithm; generic because a stack contains learning algorithms. */
export interface LearningRequestOf<Stack, Names extends string = string> {
  /** Validated and complete, with its seed and its duration; for algorithms that simulate it. */
  readonly network: NetworkRecord;
  /**
   * Its `NetworkProgram` of `@spikeloom/program`, or one that was derived from it, such as in fixed point.
   *
   * Algorithms that differentiate read it alone.
   */
  readonly program: object;
  readonly stack: Stack;
  readonly trainable: readonly Trainable[];
  readonly loss: TrainingLoss;
  readonly costs?: readonly RateCost[];
  readonly readout: Readout;
  readonly optimiser: Optimiser;
  /** Part of training, not of the physics, hence specified here and not in the neuron. */
  readonly surrogate?: Surrogate;
  /** Maximum global gradient norm; larger gradients are scaled down to it. */
  readonly clip?: number;
  /** Precision of batch computations; `f64` is slower and meant for comparisons. */
  readonly precision?: "f32" | "f64";
  /** Continuous inputs supplied by batches, as `population.input`. */
  readonly values?: readonly string[];
  /** Populations with dropout in training samples. */
  readonly dropout?: readonly { readonly population: string; readonly share: number }[];
  /** Populations with batch normalisation during training; the resulting weights and biases need none. */
  readonly normalise?: readonly NormalisedPopulation[];
  /** Whether samples can continue from those of the previous batch, as specified by `continues`. */
  readonly carry?: boolean;
  /**
   * Number of threads that share the samples of a batch, including this one; 1 by default. The result does not depend on it, bit
   * for bit.
   */
  readonly workers?: number;
  /**
   * Two numbers in memory that other threads share: how many parts of the current batch are done, and how many there are,
   * 0 during an evaluation. An algorithm may leave them at 0.
   */
  readonly progress?: Int32Array;
  /**
   * Where batches are computed: on the CPU (default), on a graphics processor, or on the one that an estimate prefers (`auto`).
   *
   * Sums are added in another order there, in single precision; see the guide on graphics processors for the bound.
   */
  readonly processor?: "cpu" | "gpu" | "auto";
  /** Access to graphics processors, such as `navigator.gpu`, which is the default in a page; in Node, that of the package `webgpu`. */
  readonly gpu?: object;
  /** Most bytes of all buffers on a graphics processor; by default, only the limit of each buffer counts. */
  readonly memory?: number;
  /** Emulated chip on whose own program the network is trained, rounded numbers included; none by default. */
  readonly chip?: TrainedChip;
  readonly backend: BackendRecord;
  readonly seed: number;
  /** All parameters of the algorithm, in internal units. */
  readonly parameters: Readonly<Record<Names, number>>;
}

/** Chip on whose program a network is trained. */
export interface TrainedChip {
  /** The emulator, a backend with `derive`. */
  readonly emulator: BackendRecord;
  /** Options of the emulator, validated. */
  readonly options: OptionValues;
}

/** Loss and outputs of a batch. */
export interface Assessment {
  /** Mean loss per sample, including rate costs. */
  readonly loss: number;
  /** Outputs, one row per sample. */
  readonly outputs: Float64Array;
}

/**
 * A training run in progress, as an algorithm returns it.
 *
 * `beginLearning` adds units to its numbers.
 */
export interface Learner {
  /** Readout of the outputs, as set by `beginLearning`. */
  readonly readout?: Readout;
  /** Minimum number of samples in a training batch, as set by `beginLearning`. */
  readonly fewest?: number;
  /** Whether samples can continue from those of the previous batch, as set by `beginLearning`. */
  readonly carries?: boolean;
  /** Where it computes, and why, for reports; an algorithm without a choice says nothing. */
  readonly processor?: string;
  /** Train on a batch and return the loss from before the update. `rateFactor` scales the optimiser's rate in this step. */
  step(batch: Batch, options?: { readonly rateFactor?: number }): Promise<Assessment>;
  /** Evaluate a batch without training. */
  evaluate(batch: Batch): Promise<Assessment>;
  /**
   * Copy the trained values, in the order of `trainable`, in internal units.
   *
   * Weights are in the order of the connector's list in a network file, parameters in the order of neurons.
   */
  parameters(): Promise<readonly Float64Array[]>;
  /** Save the state that `begin` needs to continue bit for bit. */
  save(): Promise<Uint8Array>;
  /** Terminate its worker threads. */
  close?(): Promise<void>;
}

/** A learning algorithm: trains a network on samples. Started by `beginLearning`. */
export interface LearningRecordOf<Stack, Names extends string = string> {
  readonly kind: "learning";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  /** Required backend capabilities, in addition to those of the network. */
  readonly requires?: readonly string[];
  /** Whether it supports `carry`, keeping states from batch to batch. */
  readonly carries?: boolean;
  /** Whether it supports `processor`, computing batches on graphics processors. */
  readonly gpu?: boolean;
  /** Whether it supports `chip`, training on the program of a chip. */
  readonly chips?: boolean;
  readonly parameters: Readonly<Record<Names, ParameterRecord>>;
  begin(request: LearningRequestOf<Stack, Names>, saved?: Uint8Array): Promise<Learner>;
}
