// Generated from specs/training/1/training.schema.json by tools/build-schemas.ts: change the schema instead.
/**
 * A name, or a name with options.
 */
export type Named = string | {};

/**
 * How a network is trained: data, encoder, loss, optimiser. Names refer to plugins of the stack.
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
   * Path of a network file, or the network itself.
   */
  network: string | {};
  /**
   * Trained quantities; by default the weights of all projections.
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
  processor?: "cpu" | "gpu" | "auto";
  chip?: Named;
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
   * Name of a data set, npz, or events.
   */
  set: string;
  /**
   * NumPy archive read by npz, relative to this file's folder.
   */
  file?: string;
  /**
   * Folder of its files, relative to this file's folder.
   */
  folder?: string;
  /**
   * Conversion of the colours of an image-folder to one grey channel: the luma of ITU-R BT.601 or BT.709. By default three channels are kept.
   */
  grey?: "bt601" | "bt709";
  /**
   * Treats transparent pixels of an image-folder as opaque; by default they are an error.
   */
  alpha?: "ignore";
  /**
   * Width and height in pixels of the cells into which events are binned; 1 by default.
   */
  downsample?: number;
  /**
   * Handling of damaged event files: refuse (default), or keep the intact events, sorted by time.
   */
  damage?: "refuse" | "keep";
  /**
   * Fraction or number of training samples set aside to select the best epoch.
   */
  validation?: number;
  /**
   * Number of training samples; all by default.
   */
  train?: number;
  /**
   * Number of test samples; all by default.
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
   * The source population that emits the spikes.
   */
  population: string;
  parameters?: {
    [k: string]: string | number;
  };
  range?: number[];
  /**
   * Handling of values beyond the range: clip and count them (default), or refuse them.
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
   * The continuous input that receives the numbers of a sample, as population.input.
   */
  input: string;
  range?: number[];
  /**
   * Value for the upper end of the range, in the unit of the input.
   */
  amplitude?: string | number;
  /**
   * Number of steps of a sample, the first index of its shape; a single step applies to all.
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
