// Generated from specs/network/1/network.schema.json by tools/build-schemas.ts: change the schema instead.
/**
 * Step convention, by name or as a record.
 */
export type Convention = string | {};
/**
 * A model by name, a model record, or either with parameter values.
 */
export type ModelInput = string | {};
/**
 * A quantity, a list of them, a draw, a formula, an array in one unit, or data in a file.
 */
export type Value = Value1;
export type Value1 = string | number | unknown[] | {};
/**
 * One list of times per neuron, one list for all, or values to encode.
 */
export type SpikeTimes = Times;
export type Times = string | number | unknown[] | {};
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "positions".
 */
export type PositionRecord = Positions;
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "integrator".
 */
export type IntegratorChoice = string | {};
/**
 * A quantity, an expression of t, or filtered spikes of a population.
 */
export type ModulatorSource = string | number | {};
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "stimulus".
 */
export type StimulusRecord = Stimulus;
/**
 * A letter, followed by letters, digits, blanks and any of _ . + -
 */
export type PopulationName = string;
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "modelName".
 */
export type ModelName = string;
/**
 * A name in equations.
 */
export type Name = string;
/**
 * A quantity such as "20 ms", or a plain number.
 */
export type ScalarValue = string | number;
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "scalars".
 */
export type ScalarList = ScalarValue[];
/**
 * Plain numbers, one sample after another, with the last index running fastest, as a flat or nested list.
 */
export type EncodedValues = EncodedValues1;
export type EncodedValues1 = unknown[] | {};
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "numbers".
 */
export type Numbers = number[];
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "timesEntry".
 */
export type TimesEntry = string | number | unknown[];
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "timesList".
 */
export type TimesList = TimesEntry[];

/**
 * A network as data: populations, projections, stimuli and recorders.
 */
export interface NetworkRecord {
  /**
   * Location of the JSON schema for editors; otherwise ignored.
   */
  $schema?: string;
  /**
   * File type.
   */
  format: "spikeloom-network";
  /**
   * Version of the format.
   */
  version: 1;
  name?: string;
  about?: string;
  cite?: string[];
  /**
   * The step, such as "0.1 ms".
   */
  dt?: string;
  /**
   * Simulated time, unless the run overrides it.
   */
  duration?: string;
  seed?: number;
  /**
   * Index of the repetition, 0 by default: each trial draws the random numbers of the run independently, but uses the same network.
   */
  trial?: number;
  precision?: "f64" | "f32";
  tier?: "exact" | "compact" | "packed";
  convention?: Convention;
  space?: SpaceRecord;
  /**
   * Models defined in this network, by name; specs/model defines their form.
   */
  models?: {
    [k: string]: {};
  };
  populations: {
    [k: string]: PopulationRecord;
  };
  projections?: ProjectionRecord[];
  stimuli?: StimulusRecord[];
  record?: RecorderRecord[];
  recordSynapses?: SynapseRecorderRecord[];
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "space".
 */
export interface SpaceRecord {
  dimensions: 1 | 2 | 3;
  periodic?: (string | number | null)[];
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "population".
 */
export interface PopulationRecord {
  model: ModelInput;
  size: number;
  parameters?: ValuesByName;
  initial?: ValuesByName;
  times?: SpikeTimes;
  positions?: PositionRecord;
  integrator?: IntegratorChoice;
  /**
   * Time subtracted from the times at which its data are recorded.
   */
  lag?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "values".
 */
export interface ValuesByName {
  [k: string]: Value;
}
export interface Positions {
  layout: "grid" | "random" | "list";
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "projection".
 */
export interface ProjectionRecord {
  name?: string;
  from: string;
  to: string;
  fromNeurons?: Selection;
  toNeurons?: Selection;
  receptor?: string;
  connector: ConnectorChoice;
  weight: Value;
  delay?: Value;
  synapse?: ModelInput;
  plasticity?: ModelInput;
  procedural?: boolean;
  initial?: {
    [k: string]: Value;
  };
  dendritic?: number;
  events?: {
    [k: string]: EventSource;
  };
  modulators?: {
    [k: string]: ModulatorSource;
  };
}
/**
 * A subset of a population.
 */
export interface Selection {
  from?: number;
  until?: number;
  every?: number;
  indices?: number[];
}
/**
 * A connector by name, with its options.
 */
export interface ConnectorChoice {
  kind: string;
  [k: string]: unknown;
}
/**
 * At intervals, or at each spike of a population.
 */
export interface EventSource {}
export interface Stimulus {
  kind: "poisson" | "formula" | "steps" | "time-array" | "sine" | "noise";
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "recorder".
 */
export interface RecorderRecord {
  population: string;
  variables: string[];
  neurons?: Selection;
  every?: string;
  from?: string;
  until?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "synapseRecorder".
 */
export interface SynapseRecorderRecord {
  projection: string;
  variables?: string[];
  every?: string;
  from?: string;
  until?: string;
  onChange?: boolean;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "valueRecord".
 */
export interface ValueRecord {}
/**
 * A random value, drawn for each neuron or synapse.
 */
export interface DrawValue {
  draw: "uniform" | "uniform-integer" | "normal" | "lognormal" | "exponential" | "gamma" | "poisson" | "binomial";
  low?: ScalarValue;
  high?: ScalarValue;
  mean?: ScalarValue;
  sd?: ScalarValue;
  mu?: number;
  sigma?: number;
  shape?: number;
  scale?: ScalarValue;
  n?: number;
  p?: number;
  min?: ScalarValue;
  max?: ScalarValue;
  outside?: "redraw" | "clip";
  round?: ScalarValue;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "formula".
 */
export interface FormulaValue {
  formula: string;
}
/**
 * An array in a separate file in the same folder or below.
 */
export interface DataValue {
  file: string;
  path: string;
  unit?: string;
  /**
   * Size of the whole file in bytes; any other size is an error.
   */
  size?: number;
  /**
   * SHA-256 of the whole file; any other file is an error.
   */
  sha256?: string;
}
/**
 * Plain numbers in one unit.
 */
export interface ArrayValue {
  values: number[];
  unit?: string;
}
/**
 * A model, by name or as a record, with values for its parameters.
 */
export interface ConfiguredModel {
  model: string | {};
  parameters: ValuesByName;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "conventionRecord".
 */
export interface ConventionRecord {
  name: string;
  order: ("arrive" | "integrate" | "threshold" | "reset")[];
  spikeStamp: "start" | "end";
  threshold: "as-written" | "greater" | "greater-or-equal";
  refractory: {
    countOffset: 0 | -1;
    rounding?: "nearest" | "floor" | "up";
    blocksWrites: boolean;
  };
  arrivals?: "apart" | "in-increment";
  delay: {
    least: 0 | 1;
    rounding: "nearest" | "half-up" | "floor" | "exact";
    countOffset?: 0 | -1;
  };
  spikeTimes?: {
    rounding: "nearest" | "up" | "floor";
  };
  multiplicity: "count" | "one";
  inputHold: "start" | "end" | "previous";
  sampleAt: "start" | "end";
  plasticity?: PlasticityConvention;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "plasticityConvention".
 */
export interface PlasticityConvention {
  coincidence: "pre-first" | "apart";
  dendritic: number;
  carries: "old" | "new";
}
/**
 * Spikes encoded from values, one sample after another.
 */
export interface EncodedTimes {
  encoder: ModelName;
  parameters?: {
    [k: string]: ScalarValue;
  };
  values: EncodedValues;
  /**
   * Shape of one sample.
   */
  shape?: number[];
  /**
   * Numbers encoded as 0 and 1.
   */
  range?: number[];
  /**
   * Sampling interval.
   */
  every?: string;
  /**
   * Presentation time of each static sample.
   */
  for?: string;
  /**
   * Time of the first sample.
   */
  start?: string;
}
/**
 * Numbers in a separate file: HDF5 with a path, or a format that needs none.
 */
export interface EncodedData {
  file: string;
  path?: string;
  /**
   * Size of the whole file in bytes; any other size is an error.
   */
  size?: number;
  /**
   * SHA-256 of the whole file; any other file is an error.
   */
  sha256?: string;
  /**
   * Conversion of a colour image to one grey channel: the luma of ITU-R BT.601 or BT.709.
   */
  grey?: "bt601" | "bt709";
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "gridPositions".
 */
export interface GridPositions {
  layout: "grid";
  shape: number[];
  spacing?: ScalarList;
  origin?: ScalarList;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "randomPositions".
 */
export interface RandomPositions {
  layout: "random";
  low: ScalarList;
  high: ScalarList;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "listPositions".
 */
export interface ListPositions {
  layout: "list";
  points: ScalarList[];
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "integratorRecord".
 */
export interface IntegratorWithSteps {
  name: string;
  subSteps?: number;
}
/**
 * Independent Poisson spikes for each target.
 */
export interface PoissonStimulus {
  kind: "poisson";
  into: string;
  neurons?: Selection;
  receptor?: string;
  rate: Value;
  count?: number;
  counts?: "poisson" | "binomial";
  weight: Value;
  start?: string;
  stop?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "formulaStimulus".
 */
export interface FormulaStimulus {
  kind: "formula";
  into: string;
  neurons?: Selection;
  input?: string;
  value: string;
  parameters?: {
    [k: string]: ScalarValue;
  };
  start?: string;
  stop?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "stepsStimulus".
 */
export interface StepsStimulus {
  kind: "steps";
  into: string;
  neurons?: Selection;
  input?: string;
  times: ScalarList;
  values: ScalarList;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "timeArrayStimulus".
 */
export interface TimeArrayStimulus {
  kind: "time-array";
  into: string;
  neurons?: Selection;
  input?: string;
  values: Value;
  every: string;
  start?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "sineStimulus".
 */
export interface SineStimulus {
  kind: "sine";
  into: string;
  neurons?: Selection;
  input?: string;
  amplitude: ScalarValue;
  frequency: string;
  offset?: ScalarValue;
  phase?: number;
  start?: string;
  stop?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "noiseStimulus".
 */
export interface NoiseStimulus {
  kind: "noise";
  into: string;
  neurons?: Selection;
  input?: string;
  mean: ScalarValue;
  sd: ScalarValue;
  every?: string;
  shared?: boolean;
  start?: string;
  stop?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "clockedEvents".
 */
export interface ClockedEvents {
  every: string;
  start?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "spikeEvents".
 */
export interface SpikeEvents {
  from: string;
  neurons?: Selection;
  delay?: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "formulaModulator".
 */
export interface FormulaModulator {
  formula: string;
}
/**
 * This interface was referenced by `NetworkRecord`'s JSON-Schema
 * via the `definition` "spikeModulator".
 */
export interface SpikeModulator {
  from: string;
  neurons?: Selection;
  weight: ScalarValue;
  tau: string;
  delay?: string;
}
