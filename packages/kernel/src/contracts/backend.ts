import type { SpikeLoomError } from "../errors.ts";
import type { OptionValues } from "../plugin-options.ts";
import type { EstimateOptions, JobEstimate } from "./estimate.ts";
import type { PluginOption } from "./option.ts";
import type { ProgramRecord } from "./program.ts";

/**
 * Receives what is recorded while the network runs, in chunks of rising time.
 *
 * What a call throws ends the run: `advance` hands it on.
 */
export interface RecordingSink {
  spikes(chunk: SpikeChunk): void;
  /** Samples of one variable: `values` is samples × neurons, row after row; `steps` their times. */
  samples(chunk: {
    readonly recorder: number;
    readonly variable: string;
    readonly steps: Int32Array;
    readonly values: Float64Array;
  }): void;
  /** Ends of the synapses of a recorder of synapses: before its first snapshot, and whenever they change. */
  synapses?(chunk: SynapseEnds & { readonly recorder: number; readonly step: number }): void;
  /** A snapshot of one variable of these synapses, in their order and in internal units. */
  snapshot?(chunk: {
    readonly recorder: number;
    readonly variable: string;
    readonly step: number;
    readonly values: Float64Array;
  }): void;
}

/**
 * Spikes of one recorder, in order of time.
 *
 * Spike k is of neuron `neurons[k]` of the population, at `steps[k]` × dt + `offsets[k]` ms.
 */
export interface SpikeChunk {
  readonly recorder: number;
  /** Stamps in steps. */
  readonly steps: Int32Array;
  readonly neurons: Uint32Array;
  /** In ms after the stamp, or before it where negative: less than a step. None where spikes are on the grid. */
  readonly offsets?: Float64Array | undefined;
}

/**
 * The synapses of a projection.
 *
 * In ascending order of source, then target, delay and creation.
 */
export interface SynapseEnds {
  /** Indices within the populations. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** In steps. */
  readonly delays: Int32Array;
}

/**
 * Everything that changes in a run, as bytes.
 *
 * It is what a backend needs to go on exactly from here.
 */
export interface SavedState {
  /** The backend that it is from. */
  readonly backend: string;
  /** Steps done. */
  readonly step: number;
  /**
   * What the backend says of it, such as how it is cut into parts.
   *
   * `open` is 1 where code may set every input and let sources send spikes: the program that goes on is open then.
   */
  readonly header: Readonly<Record<string, string | number>>;
  /** Bytes by name. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** How far the preparation of a network is. */
export interface PreparationProgress {
  /** Synapses are counted first, then drawn once more into their places. */
  readonly phase: "count" | "fill";
  /** Synapses so far in this phase, and as many as are expected in it. */
  readonly synapses: number;
  readonly expected: number;
}

/**
 * Follows a preparation and may end it.
 *
 * Preparing takes as long as there are synapses, and others want a turn meanwhile: a page, Ctrl-C, a client.
 */
export interface PreparationWatch {
  /**
   * Called between pieces of work of a few milliseconds.
   *
   * A promise is waited for. What is thrown, or rejects it, ends the preparation.
   */
  turn(progress: PreparationProgress): void | Promise<void>;
  /** Rejects once the preparation is to end, for whoever waits for another thread. */
  readonly ended: Promise<never>;
}

/** What a backend is asked to do with a program. */
export interface SimulationJob {
  /** The backend's own, checked. */
  readonly options: OptionValues;
  readonly sink: RecordingSink;
  /** Whether to measure where the time goes. */
  readonly profile?: boolean;
  /** Where to go on from; the network's first step where it is not given. */
  readonly state?: SavedState;
  /**
   * Whether a changed network may go on from this one: `carry` then gives what it takes over.
   *
   * Weights of static synapses then act when their spike is sent, so that those under way keep them.
   */
  readonly revisable?: boolean;
  /** What a network that was changed takes over from the run before the change, by name. */
  readonly carried?: CarriedState;
  /** Follows the preparation; nobody does where it is not given. */
  readonly watch?: PreparationWatch;
}

/** What one network leaves to a changed one. */
export interface CarriedState extends SavedState {
  /** Source populations that draw anew from here, as what they draw from has changed. */
  readonly redrawn: readonly string[];
}

/** Counts and sizes of a network that is ready to run. */
export interface SimulationSummary {
  readonly neurons: number;
  /** Those that are kept, and as many as are expected of those that are drawn anew at each spike. */
  readonly synapses: number;
  readonly bytes: number;
  /** One line per population or projection: how it is represented, and why. */
  readonly notes: readonly string[];
}

/** Where time went: one line per thing that is done in a step. */
export interface ProfileEntry {
  readonly phase: "input" | "draw" | "drive" | "update" | "delivery" | "exchange" | "recording";
  /** The population that is updated or driven, or whose spikes are delivered; empty for all. */
  readonly population: string;
  /** Summed over all workers. */
  readonly seconds: number;
  /** What the time was spent on: neuron steps of an update or a drive, synaptic events of a delivery. */
  readonly count: number;
  /** Of the neuron steps of an update, those for which the guard of an integrator asked for sub-steps. */
  readonly subStepped?: number;
}

/**
 * A network that is ready to run.
 *
 * Calls act in the order in which they are made, also where nobody waits for the one before.
 */
export interface Simulation {
  /** Steps done so far. */
  readonly step: number;
  /** Duration of a step in milliseconds. */
  readonly dt: number;
  readonly summary: SimulationSummary;
  /** Threads that take part; one where it is not given. */
  readonly workers?: number;
  /**
   * Run this many steps.
   *
   * A backend may run them at once, or give a promise of their end. A failure ends the simulation: it is
   * thrown, or rejects the promise where it is heard of only later, as from another worker.
   */
  advance(steps: number): void | Promise<void>;
  /** A copy of a state variable of a population, in internal units, one value per neuron. */
  state(population: string, variable: string): Promise<Float64Array>;
  /** Sixteen hexadecimal digits over all spikes so far: (step, neuron) in order. */
  spikeHash(): Promise<string>;
  /** Spikes so far of a population. */
  spikeCount(population: string): Promise<number>;
  /**
   * Say whether all values that `watchedStates`, in `all` also `watchedSynapses`, of `@spikeloom/simulate` name are finite.
   *
   * Without it, and where it says no, the run looks for itself: it reads the state.
   */
  areFinite?(reach: "neurons" | "all"): Promise<boolean>;
  /** Where the time went so far; undefined where the job did not ask for it. */
  profile?(): Promise<readonly ProfileEntry[] | undefined>;
  /** The synapses of a projection that are kept, by its name. */
  synapses?(projection: string): Promise<SynapseEnds>;
  /** A copy of `weight` or a state of these synapses, in their order and in internal units. */
  synapseState?(projection: string, variable: string): Promise<Float64Array>;
  /** Set a state variable of a population between steps: one value for each neuron. */
  setState?(population: string, variable: string, values: Float64Array): Promise<void>;
  /** Set `weight` or a state of the synapses of a projection. */
  setSynapseState?(projection: string, variable: string, values: Float64Array): Promise<void>;
  /** Let neurons of a source population send spikes in the next step: ascending indices, once for each spike. */
  sendSpikes?(population: string, neurons: Uint32Array): Promise<void>;
  /** Set what is added to an input of a population from the next step on, until it is set again. */
  setInput?(population: string, input: string, values: Float64Array): Promise<void>;
  /** Set a third factor of a projection from the next step on. */
  setModulator?(projection: string, modulator: string, value: number): Promise<void>;
  /** Let a named event come to all synapses of a projection at the start of the next step. */
  trigger?(projection: string, event: string): Promise<void>;
  /** Everything that changes in a run; a job with it as `state` goes on to the same bits. */
  save?(): Promise<SavedState>;
  /** The same by names of populations and projections, for a job with a changed network. */
  carry?(): Promise<SavedState>;
  close(): void | Promise<void>;
}

/**
 * A simulator.
 *
 * It may write `NetworkProgram` of `@spikeloom/program` for the program of a call.
 */
export interface BackendRecord {
  readonly kind: "backend";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly provides: readonly string[];
  /** What it lets one choose; nothing where it is not given. */
  readonly options?: Readonly<Record<string, PluginOption>>;
  /**
   * List what would keep a program from being prepared.
   *
   * It is an outline: a few neurons of each population and no rows, so that networks of any size are checked at once.
   */
  check(
    program: ProgramRecord,
    options: OptionValues,
    asked?: Pick<EstimateOptions, "revisable">,
  ): readonly SpikeLoomError[];
  /** Estimate what such an outline would take in full, in time and memory that do not grow with its network. */
  estimate(program: ProgramRecord, options: OptionValues, wanted?: EstimateOptions): JobEstimate;
  prepare(program: ProgramRecord, job: SimulationJob): Promise<Simulation>;
}
