import type { GreyConversion } from "@spikeloom/data";
import type {
  NetworkRecord,
  NormalisedPopulation,
  Optimiser,
  RateCost,
  Readout,
  Surrogate,
  Trainable,
  TrainingLoss,
} from "@spikeloom/kernel";
import type { RateBounds, Schedule } from "@spikeloom/training";

/** A name, or a name with options. */
export type Named = string | { readonly name: string; readonly [option: string]: unknown };

/** The samples that a network is trained and tested with. */
export interface TaskData {
  /** Name of a set, as in `openSet` of `@spikeloom/data`, or `npz`, or `events`. */
  readonly set: string;
  /** The NumPy archive that `npz` reads, relative to the folder of the task. */
  readonly file?: string;
  /** Folder of its files, relative to the folder of the task; `digits` needs none. */
  readonly folder?: string;
  /** Conversion of the colours of an `image-folder` to one channel of grey; by default there are three channels. */
  readonly grey?: GreyConversion;
  /** Treats transparent pixels of an `image-folder` as opaque; by default they are refused. */
  readonly alpha?: "ignore";
  /** Width and height of a cell of `events` in pixels; default 1. */
  readonly downsample?: number;
  /**
   * Handling of damage in files of `events`: it is refused (`refuse`, the default), or intact events are used in the
   * order of time (`keep`).
   */
  readonly damage?: "refuse" | "keep";
  /** Fraction or number of training samples that choose the best epoch instead. */
  readonly validation?: number;
  /** Number of training samples; by default all. */
  readonly train?: number;
  /** Number of test samples; by default all. */
  readonly test?: number;
}

/** Encoding of values as spikes. */
export interface TaskEncoder {
  /** An encoder of the stack. */
  readonly name: string;
  /** The source that sends them. */
  readonly population: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** The numbers that are encoded as 0 and 1; by default black and white of images. */
  readonly range?: readonly [number, number];
  /**
   * Handling of values beyond the range: they are clipped to it and counted (`clip`, the default), or refused
   * (`refuse`).
   */
  readonly beyond?: "clip" | "refuse";
  /** Start of the presentation; by default the first step. */
  readonly start?: string;
  /** Duration of the presentation; by default to the end of a sample. */
  readonly for?: string;
}

/** Direct input of values, to neurons with a continuous input. */
export interface TaskValues {
  /** The continuous input that receives them, as `population.input`. */
  readonly input: string;
  /** The numbers that are given as 0 and as `amplitude`; by default black and white of images. */
  readonly range?: readonly [number, number];
  /** A quantity in the unit of the input; by default 1 if that has none. */
  readonly amplitude?: string | number;
  /** Steps of a sample, the first index of its shape; by default its values are constant over all steps. */
  readonly steps?: number;
}

/** A custom surrogate: `reset` is `by-variable` by default, as for shapes. */
export type GivenSurrogate = Omit<Surrogate, "reset"> & Partial<Pick<Surrogate, "reset">>;

/**
 * Description of a training: contents of a training file.
 *
 * A name refers to an export of `@spikeloom/training`; code may pass the object itself.
 */
export interface TrainingTask {
  /** Address of the file's schema for editors; otherwise ignored. */
  readonly $schema?: string;
  readonly format: "spikeloom-training";
  readonly version: 1;
  readonly name?: string;
  readonly data: TaskData;
  /** Encoding of values as spikes; either this or `values` is given. */
  readonly encoder?: TaskEncoder;
  readonly values?: TaskValues;
  /** The network, or the path of its file, relative to the folder of the task. */
  readonly network: string | NetworkRecord;
  /** By default the weights of all projections. */
  readonly trainable?: readonly Trainable[];
  readonly readout: Readout;
  /** A learning algorithm of the stack; default `bptt`. */
  readonly learner?: Named;
  /** Default `cross-entropy`. */
  readonly loss?: Named | TrainingLoss;
  /** Default `adam`. */
  readonly optimiser?: Named | Optimiser;
  readonly surrogate?: Named | GivenSurrogate;
  /** Default `constant`. */
  readonly schedule?: Named | Schedule;
  readonly costs?: readonly (RateBounds | RateCost)[];
  /** Populations with dropout: a fraction of the neurons is dropped in each training sample. */
  readonly dropout?: readonly { readonly population: string; readonly share: number }[];
  /** Populations whose sums of values or spikes are normalised over a batch during training. */
  readonly normalise?: readonly NormalisedPopulation[];
  readonly clip?: number;
  readonly precision?: "f32" | "f64";
  /**
   * Emulated chip on whose own program the network is trained, by its name or that of its backend, with the options of the backend;
   * by default the network is trained in floating point.
   */
  readonly chip?: Named;
  /** Where batches are computed; default `cpu`. */
  readonly processor?: "cpu" | "gpu" | "auto";
  readonly epochs: number;
  /** Samples of a batch; default 64. */
  readonly batch?: number;
  /**
   * Windows in which a sample is learnt, one after another: states continue from each to the next, where gradients are
   * truncated.
   */
  readonly windows?: number;
  /** Epochs without improvement of the validation after which it ends. */
  readonly patience?: number;
  /** Seed of weights, spikes and the order of samples; by default that of the network. */
  readonly seed?: number;
}
