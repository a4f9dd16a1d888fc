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

/** The samples that a network learns from, and those that it is tested with. */
export interface TaskData {
  /** A set by its name, as `openSet` of `@spikeloom/data` has them, `npz`, or `events`. */
  readonly set: string;
  /** The archive of NumPy that `npz` reads, from the folder of the task on. */
  readonly file?: string;
  /** Where its files lie, from the folder of the task on; `digits` needs none. */
  readonly folder?: string;
  /** How colours of an `image-folder` become one channel of grey; they stay three where it is not given. */
  readonly grey?: GreyConversion;
  /** Takes transparent pixels of an `image-folder` as opaque; they are refused where it is not given. */
  readonly alpha?: "ignore";
  /** How many pixels wide and tall a cell of `events` is; 1 where it is not given. */
  readonly downsample?: number;
  /** What becomes of damage in files of `events`: it is refused (`refuse`, the default), or what is whole is taken in the order of time (`keep`). */
  readonly damage?: "refuse" | "keep";
  /** The share, or the number, of samples to train with that choose the best epoch instead. */
  readonly validation?: number;
  /** How many samples are learnt from; all where it is not given. */
  readonly train?: number;
  /** How many samples are tested with; all where it is not given. */
  readonly test?: number;
}

/** How values become spikes. */
export interface TaskEncoder {
  /** An encoder of the stack. */
  readonly name: string;
  /** The source that spikes. */
  readonly population: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** The numbers that are encoded as 0 and 1; black and white of images where it is not given. */
  readonly range?: readonly [number, number];
  /** What becomes of values beyond the range: they are clipped to it and counted (`clip`, the default), or refused (`refuse`). */
  readonly beyond?: "clip" | "refuse";
  /** When values are first shown; in the first step where it is not given. */
  readonly start?: string;
  /** How long they are shown; to the end of an example where it is not given. */
  readonly for?: string;
}

/** How values are given as they are, to neurons that take numbers. */
export interface TaskValues {
  /** The continuous input that takes them, as `population.input`. */
  readonly input: string;
  /** The numbers that are given as 0 and as `amplitude`; black and white of images where it is not given. */
  readonly range?: readonly [number, number];
  /** A quantity of the unit of the input; 1 where that has none. */
  readonly amplitude?: string | number;
  /** Steps of a sample, the first index of its shape; one stands for all steps where it is not given. */
  readonly steps?: number;
}

/** A surrogate given whole: `reset` is `by-variable` by default, as for shapes. */
export type GivenSurrogate = Omit<Surrogate, "reset"> & Partial<Pick<Surrogate, "reset">>;

/**
 * What a network is trained with: what a training file holds.
 *
 * A name stands for what `@spikeloom/training` has under it; code may give the thing itself.
 */
export interface TrainingTask {
  /** Where an editor finds the schema of the file; it means nothing else. */
  readonly $schema?: string;
  readonly format: "spikeloom-training";
  readonly version: 1;
  readonly name?: string;
  readonly data: TaskData;
  /** How values become spikes; either it is given, or `values`. */
  readonly encoder?: TaskEncoder;
  readonly values?: TaskValues;
  /** The network, or the path of its file, from the folder of the task on. */
  readonly network: string | NetworkRecord;
  /** The weights of all projections where it is not given. */
  readonly trainable?: readonly Trainable[];
  readonly readout: Readout;
  /** A learning algorithm of the stack; `bptt` where it is not given. */
  readonly learner?: Named;
  /** `cross-entropy` where it is not given. */
  readonly loss?: Named | TrainingLoss;
  /** `adam` where it is not given. */
  readonly optimiser?: Named | Optimiser;
  readonly surrogate?: Named | GivenSurrogate;
  /** `constant` where it is not given. */
  readonly schedule?: Named | Schedule;
  readonly costs?: readonly (RateBounds | RateCost)[];
  /** Populations of which a share of the neurons is dropped in each sample that is learnt from. */
  readonly dropout?: readonly { readonly population: string; readonly share: number }[];
  /** Populations whose sums of values or of spikes are normalised over a batch while they learn. */
  readonly normalise?: readonly NormalisedPopulation[];
  readonly clip?: number;
  readonly precision?: "f32" | "f64";
  readonly epochs: number;
  /** Examples of a batch; 64 where it is not given. */
  readonly batch?: number;
  /** Windows that a sample is learnt in, one after another: states go on from each to the next, where gradients are cut off. */
  readonly windows?: number;
  /** Epochs without a better validation after which it ends. */
  readonly patience?: number;
  /** Keys weights, spikes and the order of examples; that of the network where it is not given. */
  readonly seed?: number;
}
