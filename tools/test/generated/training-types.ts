// Generated from specs/training/1/training.schema.json by tools/build-schemas.ts: change the schema instead.
/**
 * A name, or a name with options.
 */
export type Named = string | {};

/**
 * What a network is trained with: data, encoder, loss, optimiser. Names are those of the stack.
 */
export interface TrainingRecord {
  $schema?: string;
  format: "spikeloom-training";
  version: 1;
  name?: string;
  data: Data;
  encoder?: Encoder;
  values?: Values;
  /**
   * A network file by its path, or the network itself.
   */
  network: string | {};
  /**
   * What is trained; the weights of all projections where it is not given.
   *
   * @minItems 1
   */
  trainable?: [Trainable, ...Trainable[]];
  readout: Readout;
  learner?: Named;
  loss?: Named;
  optimiser?: Named;
  surrogate?: Named;
  schedule?: Named;
  costs?: Cost[];
  dropout?: Dropout[];
  normalise?: Normalise[];
  clip?: number;
  precision?: "f32" | "f64";
  epochs: number;
  batch?: number;
  windows?: number;
  patience?: number;
  seed?: number;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "data".
 */
export interface Data {
  /**
   * A set by its name, npz, or events.
   */
  set: string;
  /**
   * The archive of NumPy that npz reads, from the folder of this file on.
   */
  file?: string;
  /**
   * Where its files lie, from the folder of this file on.
   */
  folder?: string;
  /**
   * How colours of an image-folder become one channel of grey: the luma of ITU-R BT.601 or BT.709. They stay three channels where it is not given.
   */
  grey?: "bt601" | "bt709";
  /**
   * Takes transparent pixels of an image-folder as opaque; they are refused where it is not given.
   */
  alpha?: "ignore";
  /**
   * How many pixels wide and tall a cell of events is; 1 where it is not given.
   */
  downsample?: number;
  /**
   * What becomes of damage in files of events: refuse it, the default, or keep what is whole in the order of time.
   */
  damage?: "refuse" | "keep";
  /**
   * The share, or the number, of samples to train with that choose the best epoch instead.
   */
  validation?: number;
  /**
   * How many samples are learnt from; all where it is not given.
   */
  train?: number;
  /**
   * How many samples are tested with; all where it is not given.
   */
  test?: number;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "encoder".
 */
export interface Encoder {
  /**
   * An encoder of the stack.
   */
  name: string;
  /**
   * The source that spikes.
   */
  population: string;
  parameters?: {
    [k: string]: string | number;
  };
  range?: number[];
  /**
   * What becomes of values beyond the range: clip and count them, the default, or refuse them.
   */
  beyond?: "clip" | "refuse";
  start?: string;
  for?: string;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "values".
 */
export interface Values {
  /**
   * The continuous input that takes the numbers of a sample, as population.input.
   */
  input: string;
  range?: number[];
  /**
   * What the upper end of the range is in the unit of the input.
   */
  amplitude?: string | number;
  /**
   * Steps of a sample, the first index of its shape; one stands for all.
   */
  steps?: number;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "trainable".
 */
export interface Trainable {
  projection?: string;
  variable?: "weight";
  population?: string;
  parameter?: string;
  channels?: number;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "readout".
 */
export interface Readout {
  population: string;
  variable: string;
  window?: Window;
  reduce?: "sum" | "first" | "last" | "mean" | "max";
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "window".
 */
export interface Window {
  from: number;
  until: number;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "cost".
 */
export interface Cost {
  population: string;
  least?: number;
  most?: number;
  weight: number;
  ofMean?: boolean;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "dropout".
 */
export interface Dropout {
  population: string;
  share: number;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "normalise".
 */
export interface Normalise {
  population: string;
  channels?: number;
  epsilon?: number;
  momentum?: number;
}
/**
 * This interface was referenced by `TrainingRecord`'s JSON-Schema
 * via the `definition` "namedOptions".
 */
export interface NamedOptions {
  name: string;
  [k: string]: unknown;
}
