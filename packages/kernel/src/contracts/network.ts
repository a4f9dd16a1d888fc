import type { Configured } from "./configured.ts";
import type { ConventionRecord } from "./convention.ts";
import type { NeuronRecord } from "./neuron.ts";
import type { PlasticityRecord } from "./plasticity.ts";
import type { SynapseRecord } from "./synapse.ts";
import type { DataValue, Value } from "./value.ts";

/** Positions of the neurons of a population. */
export type PositionRecord =
  | {
      readonly layout: "grid";
      /** Points along each axis; their product is the population's size. */
      readonly shape: readonly number[];
      readonly spacing?: readonly (string | number)[];
      readonly origin?: readonly (string | number)[];
    }
  | {
      readonly layout: "random";
      readonly low: readonly (string | number)[];
      readonly high: readonly (string | number)[];
    }
  | { readonly layout: "list"; readonly points: readonly (readonly (string | number)[])[] };

/** One- to three-dimensional space; a periodic axis has a length. */
export interface SpaceRecord {
  readonly dimensions: 1 | 2 | 3;
  readonly periodic?: readonly (string | number | null)[];
}

/** Neurons of one model. */
export interface PopulationRecord {
  /** A model by name (from `models` or the stack), or the record itself. */
  readonly model: string | NeuronRecord | Configured<NeuronRecord>;
  readonly size: number;
  readonly parameters?: Readonly<Record<string, Value>>;
  readonly initial?: Readonly<Record<string, Value>>;
  /** Spike times per neuron, for sources of given times. */
  readonly times?: readonly (readonly (string | number)[])[] | Value | EncodedTimes;
  readonly positions?: PositionRecord;
  /** Name of the integrator; overrides the one that the model pins or SpikeLoom chooses. */
  readonly integrator?: string | { readonly name: string; readonly subSteps?: number };
  /**
   * Time subtracted from the times at which this population's data are recorded, rounded to steps; 0 by default.
   *
   * It aligns recordings of a layer that runs some steps behind the network's inputs. The simulation itself does not change.
   */
  readonly lag?: string;
}

/** Spikes encoded from values, one sample after another. */
export interface EncodedTimes {
  /** An encoder of the stack, by name. */
  readonly encoder: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** Plain numbers, the samples one after another, with the last index running fastest, as a flat or nested list. */
  readonly values: readonly NestedNumbers[] | Float64Array | EncodedData;
  /**
   * Shape of one sample.
   *
   * By default it is inferred from nested lists: with `every`, the outermost list holds the samples. Otherwise a static sample
   * consists of all values, and a sample of a signal is one number.
   */
  readonly shape?: readonly number[];
  /** Range of the numbers that maps to 0 to 1; by default numbers are used as they are. */
  readonly range?: readonly [number, number];
  /** Sampling interval; required for a signal and for more than one sample. */
  readonly every?: string;
  /** Presentation time of each static sample; by default until the next sample or the end of the run. */
  readonly for?: string;
  /** Time of the first sample; 0 by default. */
  readonly start?: string;
}

/** A number, or nested lists of numbers. */
export type NestedNumbers = number | readonly NestedNumbers[];

/**
 * Numbers to encode, in a file referenced by the network.
 *
 * HDF5 with a path, or a format that needs none.
 */
export type EncodedData = Omit<DataValue, "path" | "unit"> & {
  readonly path?: string;
  /** Conversion of a colour image to one grey channel: the luma of ITU-R BT.601 or BT.709. */
  readonly grey?: "bt601" | "bt709";
};

/** A subset of a population. */
export interface Selection {
  readonly from?: number;
  /** Exclusive. */
  readonly until?: number;
  readonly every?: number;
  readonly indices?: readonly number[];
}

/** Times at which a named event reaches all synapses of a projection. */
export type EventSource =
  | {
      /** Interval between events. */
      readonly every: string;
      /** Time of the first event; one interval by default. */
      readonly start?: string;
    }
  | {
      /** A population whose spikes are the events. */
      readonly from: string;
      readonly neurons?: Selection;
      /** The network's minimum delay by default. */
      readonly delay?: string;
    };

/** Definition of a third factor: quantity, expression of `t`, or filtered spikes. */
export type ModulatorSource =
  | string
  | number
  | { readonly formula: string }
  | {
      /** A population whose spikes each add `weight`, which decays with `tau`. */
      readonly from: string;
      readonly neurons?: Selection;
      readonly weight: string | number;
      readonly tau: string;
      /** The network's minimum delay by default. */
      readonly delay?: string;
    };

/** Connections from one population to another. */
export interface ProjectionRecord {
  readonly name?: string;
  readonly from: string;
  readonly to: string;
  readonly fromNeurons?: Selection;
  readonly toNeurons?: Selection;
  /** The target's receptor; optional if the model has only one. */
  readonly receptor?: string;
  /** A connector by name with its options, such as `{ kind: "fixed-indegree", n: 100 }`. */
  readonly connector: { readonly kind: string; readonly [option: string]: unknown };
  readonly weight: Value;
  readonly delay?: Value;
  readonly synapse?: string | SynapseRecord | Configured<SynapseRecord>;
  readonly plasticity?: string | PlasticityRecord | Configured<PlasticityRecord>;
  /** Initial values of the per-synapse state, by variable; the models' defaults otherwise. */
  readonly initial?: Readonly<Record<string, Value>>;
  /**
   * Dendritic fraction of each delay, from 0 to 1.
   *
   * A presynaptic spike reaches the synapse after the rest of the delay, a postsynaptic spike after this fraction. By default the
   * convention decides.
   */
  readonly dendritic?: number;
  /** Times of the models' named events; events without an entry are triggered only by code. */
  readonly events?: Readonly<Record<string, EventSource>>;
  /** Third factors, by their name in the plasticity rule; 0 by default, until code sets them. */
  readonly modulators?: Readonly<Record<string, ModulatorSource>>;
  /**
   * Whether to redraw the synapses at each spike instead of storing them, which saves memory and costs time.
   *
   * For static connections whose rows can be drawn by source.
   */
  readonly procedural?: boolean;
}

/**
 * Precision in which weights are stored.
 *
 * `exact` in the network's precision, `compact` in 32 bits plus a 16-bit index, `packed` in 32 bits including the index: 15 for
 * the weight, relative to the largest of its source population.
 */
export type SynapseTier = "exact" | "compact" | "packed";

/** An external stimulus of a population. */
export type StimulusRecord =
  | {
      /** Independent random spikes onto each target: `count` sources of `rate` each. */
      readonly kind: "poisson";
      readonly into: string;
      readonly neurons?: Selection;
      readonly receptor?: string;
      /** Rate of one source: one for all targets or one for each; a formula reads `t`, `i` and `N`. */
      readonly rate: Value;
      readonly count?: number;
      /**
       * Distribution of the spike count in a step; `poisson` by default.
       *
       * `binomial` gives each source at most one spike, as Brian2's PoissonInput does.
       */
      readonly counts?: "poisson" | "binomial";
      readonly weight: Value;
      readonly start?: string;
      readonly stop?: string;
    }
  | {
      /** A current (or another continuous input) as an expression of `t`, `i`, `N` and its own parameters. */
      readonly kind: "formula";
      readonly into: string;
      readonly neurons?: Selection;
      readonly input?: string;
      readonly value: string;
      readonly parameters?: Readonly<Record<string, string | number>>;
      readonly start?: string;
      readonly stop?: string;
    }
  | {
      /** Holds `values[k]` from `times[k]` on; zero before the first. */
      readonly kind: "steps";
      readonly into: string;
      readonly neurons?: Selection;
      readonly input?: string;
      readonly times: readonly (string | number)[];
      readonly values: readonly (string | number)[];
    }
  | {
      /** Samples at a fixed interval, each held until the next; the last value is held to the end. */
      readonly kind: "time-array";
      readonly into: string;
      readonly neurons?: Selection;
      readonly input?: string;
      readonly values: Value;
      readonly every: string;
      readonly start?: string;
    }
  | {
      readonly kind: "sine";
      readonly into: string;
      readonly neurons?: Selection;
      readonly input?: string;
      readonly amplitude: string | number;
      readonly frequency: string;
      readonly offset?: string | number;
      /** Phase in degrees, relative to `start`. */
      readonly phase?: number;
      readonly start?: string;
      readonly stop?: string;
    }
  | {
      /** Gaussian noise, redrawn every `every` and held in between; one value for all targets if `shared`. */
      readonly kind: "noise";
      readonly into: string;
      readonly neurons?: Selection;
      readonly input?: string;
      readonly mean: string | number;
      readonly sd: string | number;
      readonly every?: string;
      readonly shared?: boolean;
      readonly start?: string;
      readonly stop?: string;
    };

/** Records spikes or variables of a population. */
export interface RecorderRecord {
  readonly population: string;
  /** `spikes` or a variable of the model. */
  readonly variables: readonly string[];
  readonly neurons?: Selection;
  /** Sampling interval of variables; the step by default. */
  readonly every?: string;
  readonly from?: string;
  readonly until?: string;
}

/** Records snapshots of all synapses of a projection. */
export interface SynapseRecorderRecord {
  /** Name of a projection. */
  readonly projection: string;
  /** `weight` or state variables of its models; `weight` by default. */
  readonly variables?: readonly string[];
  /** Interval between snapshots; by default only one at the start and one at the end. */
  readonly every?: string;
  readonly from?: string;
  readonly until?: string;
  /** Whether to omit snapshots equal to the previous one. */
  readonly onChange?: boolean;
}

/** A network as data: the content of a network file. */
export interface NetworkRecord {
  /** Location of the JSON schema for editors; otherwise ignored. */
  readonly $schema?: string;
  readonly format: "spikeloom-network";
  readonly version: 1;
  readonly name?: string;
  readonly about?: string;
  readonly cite?: readonly string[];
  readonly dt?: string;
  readonly duration?: string;
  readonly seed?: number;
  /** Index of the repetition, starting at 0; random numbers used during the run are redrawn in each. */
  readonly trial?: number;
  readonly precision?: "f64" | "f32";
  /** Precision in which weights are stored; `exact` by default. */
  readonly tier?: SynapseTier;
  readonly convention?: string | ConventionRecord;
  readonly space?: SpaceRecord;
  /** Models defined only in this network, by name. */
  readonly models?: Readonly<Record<string, NeuronRecord | SynapseRecord | PlasticityRecord>>;
  readonly populations: Readonly<Record<string, PopulationRecord>>;
  readonly projections?: readonly ProjectionRecord[];
  readonly stimuli?: readonly StimulusRecord[];
  readonly record?: readonly RecorderRecord[];
  readonly recordSynapses?: readonly SynapseRecorderRecord[];
}
