import type { Configured } from "./configured.ts";
import type { ConventionRecord } from "./convention.ts";
import type { NeuronRecord } from "./neuron.ts";
import type { PlasticityRecord } from "./plasticity.ts";
import type { SynapseRecord } from "./synapse.ts";
import type { DataValue, Value } from "./value.ts";

/** Where the neurons of a population are. */
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

/** Space in one to three dimensions; a periodic axis has a length. */
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
  /** Integrator by name, instead of the one the model pins or the analysis chooses. */
  readonly integrator?: string | { readonly name: string; readonly subSteps?: number };
}

/** The spikes that an encoder makes of values, one sample after another. */
export interface EncodedTimes {
  /** An encoder of the stack, by name. */
  readonly encoder: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** Plain numbers, the samples one after another, the last index running fastest, in one list or lists inside each other. */
  readonly values: readonly NestedNumbers[] | Float64Array | EncodedData;
  /**
   * Of one sample.
   *
   * Where it is not given, lists inside each other tell it: the outermost is that of the samples where `every` is given. Else that of values at once is all that there are, and that of a signal one number.
   */
  readonly shape?: readonly number[];
  /** The numbers that are encoded as 0 and 1; numbers are taken as they are where this is not given. */
  readonly range?: readonly [number, number];
  /** Time from one sample to the next; needed by a signal, and by more samples than one. */
  readonly every?: string;
  /** How long each is shown, of values at once; until the next, or the end of the run, where it is not given. */
  readonly for?: string;
  /** When the first sample comes; 0 where it is not given. */
  readonly start?: string;
}

/** A number, or lists of numbers inside each other. */
export type NestedNumbers = number | readonly NestedNumbers[];

/**
 * Numbers to encode, in a file beside the network.
 *
 * HDF5 with a path, or a format that needs none.
 */
export type EncodedData = Omit<DataValue, "path" | "unit"> & {
  readonly path?: string;
  /** How the colours of a picture become one channel of grey: by the luma of ITU-R BT.601 or BT.709. */
  readonly grey?: "bt601" | "bt709";
};

/** A part of a population. */
export interface Selection {
  readonly from?: number;
  /** Not included. */
  readonly until?: number;
  readonly every?: number;
  readonly indices?: readonly number[];
}

/** When a named event comes to all synapses of a projection. */
export type EventSource =
  | {
      /** Interval from one event to the next. */
      readonly every: string;
      /** The first; after one interval where it is not given. */
      readonly start?: string;
    }
  | {
      /** A population each of whose spikes is an event. */
      readonly from: string;
      readonly neurons?: Selection;
      /** The network's least delay where it is not given. */
      readonly delay?: string;
    };

/** What a third factor is: a quantity, an expression of `t`, or filtered spikes. */
export type ModulatorSource =
  | string
  | number
  | { readonly formula: string }
  | {
      /** A population each of whose spikes adds `weight`, which decays with `tau`. */
      readonly from: string;
      readonly neurons?: Selection;
      readonly weight: string | number;
      readonly tau: string;
      /** The network's least delay where it is not given. */
      readonly delay?: string;
    };

/** Connections from one population to another. */
export interface ProjectionRecord {
  readonly name?: string;
  readonly from: string;
  readonly to: string;
  readonly fromNeurons?: Selection;
  readonly toNeurons?: Selection;
  /** The target's receptor; may be left out where the model has just one. */
  readonly receptor?: string;
  /** A connector by name with its options, such as `{ kind: "fixed-indegree", n: 100 }`. */
  readonly connector: { readonly kind: string; readonly [option: string]: unknown };
  readonly weight: Value;
  readonly delay?: Value;
  readonly synapse?: string | SynapseRecord | Configured<SynapseRecord>;
  readonly plasticity?: string | PlasticityRecord | Configured<PlasticityRecord>;
  /** Initial values of the state that each synapse has, by variable; the models' own where not given. */
  readonly initial?: Readonly<Record<string, Value>>;
  /**
   * The share of each delay that lies between synapse and target, from 0 to 1.
   *
   * A spike of the source reaches the synapse after the rest of the delay, one of the target after this
   * share. The convention says it where it is not given.
   */
  readonly dendritic?: number;
  /** When the named events of its models come; those without an entry come from code alone. */
  readonly events?: Readonly<Record<string, EventSource>>;
  /** Third factors, by their name in the plasticity rule; 0 where not given, until code sets them. */
  readonly modulators?: Readonly<Record<string, ModulatorSource>>;
  /**
   * Whether the synapses are drawn anew at each spike instead of kept, which takes time and no memory.
   *
   * For static connections whose rows can be drawn by source.
   */
  readonly procedural?: boolean;
}

/**
 * How exactly weights are kept.
 *
 * `exact` in the network's precision, `compact` in 32 bits beside a 16-bit index, `packed` with the
 * index in 32 bits: 15 for the weight, relative to the largest of its source population.
 */
export type SynapseTier = "exact" | "compact" | "packed";

/** Something that acts on a population from outside. */
export type StimulusRecord =
  | {
      /** Independent random spikes onto each target: `count` sources of `rate` each. */
      readonly kind: "poisson";
      readonly into: string;
      readonly neurons?: Selection;
      readonly receptor?: string;
      /** Of one source: one for all targets or one for each; a formula reads `t`, `i` and `N`. */
      readonly rate: Value;
      readonly count?: number;
      /**
       * The law of the spikes in a step; `poisson` where it is not given.
       *
       * `binomial` gives each source at most one, as Brian2's PoissonInput does.
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
      /** Samples at a fixed interval, held until the next; clamped to the last at the end. */
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
      /** Degrees, relative to `start`. */
      readonly phase?: number;
      readonly start?: string;
      readonly stop?: string;
    }
  | {
      /** Gaussian noise, drawn every `every` and held; one value for all targets where `shared`. */
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

/** What is written down while the network runs. */
export interface RecorderRecord {
  readonly population: string;
  /** `spikes` or a variable of the model. */
  readonly variables: readonly string[];
  readonly neurons?: Selection;
  /** Sampling interval of variables; the step where it is not given. */
  readonly every?: string;
  readonly from?: string;
  readonly until?: string;
}

/** What is written down of the synapses of a projection: snapshots of all of them. */
export interface SynapseRecorderRecord {
  /** A projection by its name. */
  readonly projection: string;
  /** `weight` or state of its models; `weight` where it is not given. */
  readonly variables?: readonly string[];
  /** Between two snapshots; only one at the start and one at the end where it is not given. */
  readonly every?: string;
  readonly from?: string;
  readonly until?: string;
  /** Leave out a snapshot that is the same as the one before. */
  readonly onChange?: boolean;
}

/** A network as data: what a network file holds. */
export interface NetworkRecord {
  /** Where an editor finds the schema of the file; it means nothing else. */
  readonly $schema?: string;
  readonly format: "spikeloom-network";
  readonly version: 1;
  readonly name?: string;
  readonly about?: string;
  readonly cite?: readonly string[];
  readonly dt?: string;
  readonly duration?: string;
  readonly seed?: number;
  /** Which repetition it is: what is drawn while it runs is drawn anew in each; the first is 0. */
  readonly trial?: number;
  readonly precision?: "f64" | "f32";
  /** How exactly weights are kept; `exact` where it is not given. */
  readonly tier?: SynapseTier;
  readonly convention?: string | ConventionRecord;
  readonly space?: SpaceRecord;
  /** Models of this network alone, by name. */
  readonly models?: Readonly<Record<string, NeuronRecord | SynapseRecord | PlasticityRecord>>;
  readonly populations: Readonly<Record<string, PopulationRecord>>;
  readonly projections?: readonly ProjectionRecord[];
  readonly stimuli?: readonly StimulusRecord[];
  readonly record?: readonly RecorderRecord[];
  readonly recordSynapses?: readonly SynapseRecorderRecord[];
}
