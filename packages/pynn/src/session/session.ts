import type { PreparationProgress } from "@spikeloom/kernel";

/** Numbers for neurons or connections: one for all, or one each. */
export type Column = number | Float64Array;

/** A list for each neuron: `values[offsets[k]]` to `values[offsets[k + 1]]`. */
export interface Lists {
  readonly values: Float64Array;
  /** One longer than the number of neurons; two entries if all neurons have the same list. */
  readonly offsets: Uint32Array;
}

/** Values by PyNN's names, in PyNN's units. */
export type Columns = Readonly<Record<string, Column | Lists>>;

/** Options of `setup`. */
export interface SessionOptions {
  /** In ms. */
  readonly timestep: number;
  /** Minimum delay in ms; by default the step. */
  readonly minDelay?: number;
  readonly maxDelay?: number;
  /** Step convention: that of `pyNN.nest`, `pyNN.neuron` or `pyNN.brian2`. */
  readonly convention?: "nest" | "neuron" | "brian2";
  readonly seed?: number;
  readonly workers?: number;
  /** Behaviour when a value becomes non-finite; by default it stops with `SL_DIVERGED`. */
  readonly onDivergence?: "stop" | "warn";
  /**
   * Record spikes of `SpikeSourceArray` at the given times, also between steps.
   *
   * That is NEST's `off_grid`; NEURON always does so, Brian2 never.
   */
  readonly recordGiven?: boolean;
}

/** Cell type of a population. */
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

/** Definition of a population. */
export interface PopulationRequest {
  /** Label; a suffix is added if it is not unique. */
  readonly label: string;
  readonly size: number;
  readonly cell: CellType;
  readonly parameters: Columns;
  /** Initial values by PyNN's names; by default those of the cell type. */
  readonly initial: Readonly<Record<string, Column>>;
  /** In um, 3 × size, x of all neurons first, if files need them; a function is called on demand. */
  readonly positions?: Float64Array | (() => Float64Array | undefined);
}

/** Synapse type of connections. */
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

/** Definition of a projection: all connections, in creation order. */
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
   * By default the weight is 0 and the delay the minimum.
   */
  readonly attributes: Readonly<Record<string, Column>>;
}

/** A current source and its targets. */
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
  /** Neurons of the columns. */
  readonly neurons: Uint32Array;
  /** Time of the first row in ms: start of recording, or last clear. */
  readonly start: number;
  /** In ms. */
  readonly interval: number;
  /** Rows of one value per neuron, in row-major order, in PyNN's unit. */
  readonly values: Float64Array;
}

/**
 * A PyNN simulation as the calls that a PyNN backend receives.
 *
 * Both the TypeScript API and the link to Python are built on it. Populations, projections and currents are numbered in
 * creation order. Nothing is built before the first `run`; later changes take effect in the next step. Calls act in
 * order,
 * even if not awaited; errors of a call itself are thrown immediately.
 */
export interface PynnSession {
  /** Simulated time in ms since the last reset. */
  readonly time: number;
  addPopulation(request: PopulationRequest): number;
  /** Set parameters of some neurons (all if `neurons` is missing), with columns of that length. */
  setParameters(population: number, parameters: Columns, neurons?: Uint32Array): void;
  /** Throw the errors of `setParameters` without setting anything: for atomic changes of several populations. */
  checkParameters(population: number, parameters: Columns, neurons?: Uint32Array): void;
  /** Set initial values, to which a reset returns, and the current state if the simulation is in progress. */
  setInitial(
    population: number,
    values: Readonly<Record<string, Column>>,
    neurons?: Uint32Array,
  ): Promise<void>;
  addProjection(request: ProjectionRequest): number;
  /**
   * Set attributes of some connections (all if `connections` is missing), by creation order.
   *
   * A reset returns to the values set last; spikes in transit keep the weight that they were sent with.
   */
  setConnections(
    projection: number,
    attributes: Readonly<Record<string, Column>>,
    connections?: Uint32Array,
  ): Promise<void>;
  /** Read an attribute of all connections in creation order. */
  connections(projection: number, attribute: string): Promise<Float64Array>;
  /**
   * Record a variable (`spikes` or one of the cell type) of these neurons; an empty list stops recording.
   *
   * Earlier samples of added neurons are NaN. A different interval starts over.
   */
  record(population: number, variable: string, neurons: Uint32Array, interval?: number): void;
  addCurrent(request: CurrentRequest): number;
  setCurrent(current: number, parameters: Columns): void;
  /** Inject a current into additional neurons of a population. */
  inject(current: number, population: number, neurons: Uint32Array): void;
  /** The current in nA at each step from 0 to now, both ends included. */
  currentTrace(current: number): Float64Array;
  /** Run to the step nearest to a time in ms; a signal ends it earlier. */
  run(
    until: number,
    watched?: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (time: number) => void;
      /** Receives the progress while a network, or a changed one, is prepared. */
      readonly onPrepare?: (progress: PreparationProgress) => void;
      /** Receives each warning, as a sentence. */
      readonly onWarning?: (warning: string) => void;
    },
  ): Promise<void>;
  /** Spikes recorded since the last `clear`. */
  spikes(population: number): RecordedSpikeColumns;
  /** Samples since the last `clear`; the last row before it becomes the first after it. */
  signal(population: number, variable: string): RecordedSignal;
  /** Discard recorded data of a population. */
  clear(population: number): void;
  /**
   * Go back to 0 ms and start another trial.
   *
   * The state is the initial one to the last bit, weights are those given or set last, parameters are unchanged. Random
   * numbers of the run are redrawn: spikes of sources, noise, release, escape noise. Recordings are discarded. It
   * also restores a session after a failed run.
   */
  reset(): Promise<void>;
  /**
   * The network as in a network file.
   *
   * Its duration is in ms; by default the time reached so far.
   */
  network(duration?: number): { readonly network: object; readonly losses: readonly string[] };
  close(): Promise<void>;
}
