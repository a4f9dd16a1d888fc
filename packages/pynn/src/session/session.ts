import type { PreparationProgress } from "@spikeloom/kernel";

/** Numbers for neurons or connections: one for all, or one for each. */
export type Column = number | Float64Array;

/** A list for each neuron: `values[offsets[k]]` to `values[offsets[k + 1]]`. */
export interface Lists {
  readonly values: Float64Array;
  /** One longer than there are neurons; two entries where all neurons have the same list. */
  readonly offsets: Uint32Array;
}

/** Values by PyNN's names, in PyNN's units. */
export type Columns = Readonly<Record<string, Column | Lists>>;

/** What `setup` says. */
export interface SessionOptions {
  /** In ms. */
  readonly timestep: number;
  /** The least delay in ms; the step where it is not given. */
  readonly minDelay?: number;
  readonly maxDelay?: number;
  /** Whose small rules count: those of `pyNN.nest`, `pyNN.neuron` or `pyNN.brian2`. */
  readonly convention?: "nest" | "neuron" | "brian2";
  readonly seed?: number;
  readonly workers?: number;
  /** What a run does where a value is no longer finite; it stops with `SL_DIVERGED` where this is not given. */
  readonly onDivergence?: "stop" | "warn";
  /**
   * Record spikes of `SpikeSourceArray` at the times that were given, also between steps.
   *
   * That is NEST's `off_grid`; NEURON does so in any case, Brian2 never.
   */
  readonly recordGiven?: boolean;
}

/** What the neurons of a population are. */
export type CellType =
  /** A standard cell of PyNN, by its class name. */
  | { readonly kind: "standard"; readonly name: string }
  /** PyNN's PointNeuron: the class names of its parts, receptors by their own names. */
  | {
      readonly kind: "point-neuron";
      readonly neuron: string;
      readonly receptors: Readonly<Record<string, string>>;
    }
  /** A model of the stack by name, or a model record, with its own parameter names and units. */
  | { readonly kind: "native"; readonly model: string | object };

/** A population to be made. */
export interface PopulationRequest {
  /** Unique; made so where it is not. */
  readonly label: string;
  readonly size: number;
  readonly cell: CellType;
  readonly parameters: Columns;
  /** Initial values by PyNN's names; those of the cell type where not given. */
  readonly initial: Readonly<Record<string, Column>>;
  /** In um, 3 × size, x of all neurons first, where files need them; a function is asked when one does. */
  readonly positions?: Float64Array | (() => Float64Array | undefined);
}

/** How connections behave. */
export type SynapseType =
  /** A class of PyNN: `StaticSynapse`, `TsodyksMarkramSynapse`, ... */
  | { readonly kind: "standard"; readonly name: string }
  /** PyNN's STDPMechanism, by the class names of its parts. */
  | {
      readonly kind: "stdp";
      readonly timing: string;
      readonly weight: string;
      readonly dendriticDelayFraction: number;
    }
  /** A synapse model and a plasticity rule of the stack, by name or as records. */
  | {
      readonly kind: "native";
      readonly synapse?: string | object;
      readonly plasticity?: string | object;
    };

/** A projection to be made: all connections, in the order of their creation. */
export interface ProjectionRequest {
  readonly label: string;
  readonly source: number;
  readonly target: number;
  readonly receptor: string;
  readonly synapse: SynapseType;
  /** Indices within the populations. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /**
   * `weight` (nA, uS or mV, with PyNN's signs), `delay` (ms), and the parameters of the synapse type.
   *
   * What is not given has its default: no weight, and the least delay.
   */
  readonly attributes: Readonly<Record<string, Column>>;
}

/** A current source: what it is, and where it goes. */
export interface CurrentRequest {
  /** A class of PyNN: `DCSource`, `ACSource`, `StepCurrentSource`, `NoisyCurrentSource`. */
  readonly kind: string;
  readonly parameters: Columns;
}

/** Spikes of a population in order of time. */
export interface RecordedSpikeColumns {
  /** Indices within the population. */
  readonly neurons: Uint32Array;
  /** In ms. */
  readonly times: Float64Array;
}

/** Samples of a variable. */
export interface RecordedSignal {
  /** Which neurons the columns are of. */
  readonly neurons: Uint32Array;
  /** Time of the first row in ms: where recording began, or where it was last cleared. */
  readonly start: number;
  /** In ms. */
  readonly interval: number;
  /** Rows of one value for each neuron, one row after the other, in PyNN's unit. */
  readonly values: Float64Array;
}

/**
 * A PyNN simulation as the calls that a backend of PyNN gets.
 *
 * Both the API in TypeScript and the link to Python stand on it. Populations, projections and currents go
 * by numbers, in the order in which they were made. Nothing is built before the first `run`; what is
 * changed after it acts from the next step on. Calls act in the order in which they are made, also where nobody
 * waits for the one before; what is wrong with a call itself is thrown at once.
 */
export interface PynnSession {
  /** Simulated time in ms since the last reset. */
  readonly time: number;
  addPopulation(request: PopulationRequest): number;
  /** Set parameters of some neurons (all where `neurons` is not given); columns are as long as these. */
  setParameters(population: number, parameters: Columns, neurons?: Uint32Array): void;
  /** Throw what `setParameters` would, and set nothing: for changes of several populations, all or none. */
  checkParameters(population: number, parameters: Columns, neurons?: Uint32Array): void;
  /** Set initial values, of which a reset begins, and where the simulation is under way its state, too. */
  setInitial(
    population: number,
    values: Readonly<Record<string, Column>>,
    neurons?: Uint32Array,
  ): Promise<void>;
  addProjection(request: ProjectionRequest): number;
  /**
   * Set attributes of some connections (all where `connections` is not given), by the order of their creation.
   *
   * A reset begins with what was set last; spikes under way keep the weight that they were sent with.
   */
  setConnections(
    projection: number,
    attributes: Readonly<Record<string, Column>>,
    connections?: Uint32Array,
  ): Promise<void>;
  /** Read an attribute of all connections, in the order of their creation. */
  connections(projection: number, attribute: string): Promise<Float64Array>;
  /**
   * Record a variable (`spikes` or one of the cell type) of these neurons; of none where empty.
   *
   * Samples of neurons that join others are NaN until then. Another interval begins anew.
   */
  record(population: number, variable: string, neurons: Uint32Array, interval?: number): void;
  addCurrent(request: CurrentRequest): number;
  setCurrent(current: number, parameters: Columns): void;
  /** Let a current go into neurons of a population, beside those that it goes into. */
  inject(current: number, population: number, neurons: Uint32Array): void;
  /** The current in nA at each step from 0 to now, both ends included. */
  currentTrace(current: number): Float64Array;
  /** Run on to the step that is nearest to a time in ms; a signal ends it earlier. */
  run(
    until: number,
    watched?: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (time: number) => void;
      /** Told how far it is while a network is prepared, or a changed one. */
      readonly onPrepare?: (progress: PreparationProgress) => void;
      /** Told of each warning, in a sentence. */
      readonly onWarning?: (warning: string) => void;
    },
  ): Promise<void>;
  /** Spikes recorded since the last `clear`. */
  spikes(population: number): RecordedSpikeColumns;
  /** Samples since the last `clear`; the last row before it becomes the first after it. */
  signal(population: number, variable: string): RecordedSignal;
  /** Drop what was recorded of a population. */
  clear(population: number): void;
  /**
   * Back to 0 ms, to do the same again in another trial.
   *
   * State is the initial one to the last bit, weights are those that were given or set last, parameters are as
   * they are. What is drawn in a run is drawn anew after one: spikes of sources, noise, release, escape over
   * thresholds. Recordings are dropped. A session that failed in a run goes on with this.
   */
  reset(): Promise<void>;
  /**
   * The network as it stands, as a network file would hold it.
   *
   * Its duration is in ms; as far as the simulation has come where none is given.
   */
  network(duration?: number): { readonly network: object; readonly losses: readonly string[] };
  close(): Promise<void>;
}
