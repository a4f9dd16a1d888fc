import type { SpikeLoomError } from "../errors.ts";
import type { OptionValues } from "../plugin-options.ts";
import type { ConnectorLookup } from "./connector.ts";
import type { EstimateOptions, JobEstimate } from "./estimate.ts";
import type { PluginOption } from "./option.ts";
import type { ProgramRecord } from "./program.ts";

/**
 * Receives recorded data while the network runs, in chunks of ascending time.
 *
 * An exception thrown by a call ends the run; `advance` passes it on.
 */
export interface RecordingSink {
  spikes(chunk: SpikeChunk): void;
  /** Samples of one variable: `values` is samples × neurons in row-major order; `steps` holds their times. */
  samples(chunk: {
    readonly recorder: number;
    readonly variable: string;
    readonly steps: Int32Array;
    readonly values: Float64Array;
  }): void;
  /** Endpoints of the synapses of a synapse recorder: sent before its first snapshot and whenever they change. */
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
 * Spike k belongs to neuron `neurons[k]` of the population and occurs at `steps[k]` × dt + `offsets[k]` ms. A backend in continuous
 * time stamps it with the nearest step.
 */
export interface SpikeChunk {
  readonly recorder: number;
  /** Stamps in steps. */
  readonly steps: Int32Array;
  readonly neurons: Uint32Array;
  /** Offset in ms from the stamp, shorter than a step; negative for spikes before it. Absent if spikes lie on the grid. */
  readonly offsets?: Float64Array | undefined;
}

/**
 * Endpoints and delays of a projection's synapses.
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
 * Complete dynamic state of a run, as bytes.
 *
 * Enough for a backend to continue exactly from this point.
 */
export interface SavedState {
  /** The backend that saved the state. */
  readonly backend: string;
  /** Number of steps completed. */
  readonly step: number;
  /**
   * Backend-specific description, such as how the state is partitioned.
   *
   * `open` is 1 if code may set every input and let sources send spikes; the program that continues the run is then open too.
   */
  readonly header: Readonly<Record<string, string | number>>;
  /** Bytes by name. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** Progress of the preparation of a network. */
export interface PreparationProgress {
  /** Synapses are first counted, then drawn again into their storage. */
  readonly phase: "count" | "fill";
  /** Synapses processed so far in this phase, and the number expected. */
  readonly synapses: number;
  readonly expected: number;
}

/**
 * Observes a preparation and can cancel it.
 *
 * Preparation time grows with the number of synapses, and other tasks (a page, Ctrl-C, a client) need to run meanwhile.
 */
export interface PreparationWatch {
  /**
   * Called every few milliseconds between pieces of work.
   *
   * A returned promise is awaited. An exception or a rejection cancels the preparation.
   */
  turn(progress: PreparationProgress): void | Promise<void>;
  /** Rejects once the preparation is cancelled, for code that waits on another thread. */
  readonly ended: Promise<never>;
}

/** Settings for running a program on a backend. */
export interface SimulationJob {
  /** Holds the connectors that the program names. */
  readonly stack: ConnectorLookup;
  /** The backend's own options, validated. */
  readonly options: OptionValues;
  readonly sink: RecordingSink;
  /** Whether to measure time per phase. */
  readonly profile?: boolean;
  /** State to continue from; by default the network's first step. */
  readonly state?: SavedState;
  /**
   * Whether a modified network may continue from this run; `carry` then returns the state to transfer.
   *
   * Weights of static synapses are then read when their spike is sent, so that spikes in transit keep their weights.
   */
  readonly revisable?: boolean;
  /** State that a modified network takes over from the earlier run, by name. */
  readonly carried?: CarriedState;
  /** Observer of the preparation; none by default. */
  readonly watch?: PreparationWatch;
}

/** State transferred from one network to a modified one. */
export interface CarriedState extends SavedState {
  /** Source populations that are redrawn from here on, because their random inputs have changed. */
  readonly redrawn: readonly string[];
}

/** Counts and sizes of a network that is ready to run. */
export interface SimulationSummary {
  readonly neurons: number;
  /** Stored synapses plus the expected number of those redrawn at each spike. */
  readonly synapses: number;
  readonly bytes: number;
  /** One line per population or projection: its representation and the reason for it. */
  readonly notes: readonly string[];
}

/** Profiling entry for one operation of a step. */
export interface ProfileEntry {
  readonly phase: "input" | "draw" | "drive" | "update" | "delivery" | "exchange" | "recording";
  /** Population that is updated or driven, or whose spikes are delivered; empty for all. */
  readonly population: string;
  /** Summed over all workers. */
  readonly seconds: number;
  /** Units of work: neuron steps for an update or a drive, synaptic events for a delivery. */
  readonly count: number;
  /** Number of neuron steps of an update in which an integrator's guard requested sub-steps. */
  readonly subStepped?: number;
}

/**
 * A network that is ready to run.
 *
 * Calls take effect in the order in which they are made, even if the previous one is not awaited.
 */
export interface Simulation {
  /** Number of steps completed. */
  readonly step: number;
  /** Duration of a step in milliseconds. */
  readonly dt: number;
  readonly summary: SimulationSummary;
  /** Number of worker threads; 1 by default. */
  readonly workers?: number;
  /**
   * Whether its state was lost in a failed `advance`; false by default.
   *
   * Recorded data, spike counts and the spike hash up to `step` are then still available.
   */
  readonly isLost?: boolean;
  /**
   * Run this many steps.
   *
   * A backend may run them synchronously or return a promise. A failure ends the simulation: it is thrown, or rejects the promise
   * if it is detected later, for example in a worker.
   */
  advance(steps: number): void | Promise<void>;
  /** Copy a state variable of a population, in internal units, one value per neuron. */
  state(population: string, variable: string): Promise<Float64Array>;
  /** Hash of all spikes so far, as (step, neuron, offset) in order: sixteen hexadecimal digits. */
  spikeHash(): Promise<string>;
  /** Number of spikes of a population so far. */
  spikeCount(population: string): Promise<number>;
  /**
   * Test whether all values listed by `watchedStates` (with `all` also `watchedSynapses`) of `@spikeloom/simulate` are finite.
   *
   * If this method is absent or returns false, the run reads the state and checks it itself.
   */
  areFinite?(reach: "neurons" | "all"): Promise<boolean>;
  /** Profile so far; undefined unless the job requested profiling. */
  profile?(): Promise<readonly ProfileEntry[] | undefined>;
  /** Stored synapses of a projection, given its name. */
  synapses?(projection: string): Promise<SynapseEnds>;
  /** Copy `weight` or a state variable of these synapses, in their order and in internal units. */
  synapseState?(projection: string, variable: string): Promise<Float64Array>;
  /** Set a state variable of a population between steps, one value per neuron. */
  setState?(population: string, variable: string, values: Float64Array): Promise<void>;
  /** Set `weight` or a state variable of a projection's synapses. */
  setSynapseState?(projection: string, variable: string, values: Float64Array): Promise<void>;
  /**
   * Make neurons of a source population send spikes in the next step: ascending indices, repeated for several spikes.
   *
   * A backend in continuous time sends them at the current time.
   */
  sendSpikes?(population: string, neurons: Uint32Array): Promise<void>;
  /** Set the value added to an input of a population, from the next step until it is set again. */
  setInput?(population: string, input: string, values: Float64Array): Promise<void>;
  /** Set a third factor of a projection from the next step on. */
  setModulator?(projection: string, modulator: string, value: number): Promise<void>;
  /** Deliver a named event to all synapses of a projection at the start of the next step. */
  trigger?(projection: string, event: string): Promise<void>;
  /** Save the complete dynamic state; a job that starts with it as `state` continues bit for bit. */
  save?(): Promise<SavedState>;
  /** Save the same state keyed by names of populations and projections, for a job with a modified network. */
  carry?(): Promise<SavedState>;
  close(): void | Promise<void>;
}

/**
 * A simulator.
 *
 * Its methods may declare their program as `NetworkProgram` of `@spikeloom/program`.
 */
export interface BackendRecord {
  readonly kind: "backend";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly provides: readonly string[];
  /**
   * How the backend advances time: in steps of the network, by default, or continuously, as specs/program/continuous.md defines.
   *
   * In continuous time spikes lie off the grid; steps remain the unit of `advance`, of samples and of stamps.
   */
  readonly time?: "steps" | "continuous";
  /** Chip that the backend emulates: its name in the resource models of `@spikeloom/mapping`, such as `loihi-1`. */
  readonly chip?: string;
  /** Options of the backend; none by default. */
  readonly options?: Readonly<Record<string, PluginOption>>;
  /**
   * List errors that would prevent the program from being prepared.
   *
   * The program is an outline with a few neurons per population and no rows, so that checking does not depend on the size of the
   * network.
   */
  check(
    program: ProgramRecord,
    options: OptionValues,
    asked: Pick<EstimateOptions, "stack" | "revisable">,
  ): readonly SpikeLoomError[];
  /** Estimate the cost of the full network from such an outline, in time and memory that do not grow with the network. */
  estimate(program: ProgramRecord, options: OptionValues, wanted: EstimateOptions): JobEstimate;
  prepare(program: ProgramRecord, job: SimulationJob): Promise<Simulation>;
  /**
   * Prepare for many programs that run independently, at once or in turn.
   *
   * A backend without this method runs the programs of a batch one after another.
   */
  prepareBatch?(batch: BatchRequest): Promise<BackendBatch>;
  /**
   * Derive the program that the emulated chip runs, in the chip's own numbers.
   *
   * Only emulators of chips have this method. Training uses it to compute what the chip computes.
   */
  derive?(
    program: ProgramRecord,
    options: OptionValues,
    stack: Pick<ConnectorLookup, "find" | "list" | "moduleOf">,
  ): ProgramRecord;
}

/** Size and options of a batch. */
export interface BatchRequest {
  /** Number of programs. */
  readonly copies: number;
  /** The backend's own options, validated; of the whole batch, such as the number of its threads. */
  readonly options: OptionValues;
  /** Most programs at once, as requested; by default, the backend chooses. */
  readonly workers?: number | undefined;
  /** Estimated time of a program's steps on one core, at most; undefined if it is unknown. */
  readonly seconds?: number | undefined;
}

/** Resources that the simulations of a batch share. */
export interface BackendBatch {
  /** Number of simulations that can run at the same time; further preparations wait until one is closed. */
  readonly atOnce: number;
  /** Like the backend's `prepare`, with the same results. */
  prepare(program: ProgramRecord, job: SimulationJob): Promise<Simulation>;
  /** Release everything; called once all simulations are closed. */
  close(): void | Promise<void>;
}
