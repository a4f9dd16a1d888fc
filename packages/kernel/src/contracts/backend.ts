import type { NetworkRecord } from "./network.ts";
import type { Stack } from "./stack.ts";

/**
 * Receives what is recorded while the network runs, in chunks of rising time.
 *
 * What a call throws ends the run: `advance` hands it on.
 */
export interface RecordingSink {
  /** Spikes of one recorder: `steps[k]` is the stamp in steps, `neurons[k]` the index in the population. */
  spikes(chunk: {
    readonly recorder: number;
    readonly steps: Int32Array;
    readonly neurons: Uint32Array;
  }): void;
  /** Samples of one variable: `values` is samples × neurons, row after row; `steps` their times. */
  samples(chunk: {
    readonly recorder: number;
    readonly variable: string;
    readonly steps: Int32Array;
    readonly values: Float64Array;
  }): void;
}

/** What a backend is asked to run. */
export interface SimulationJob {
  /** Checked and complete: every default is written out. */
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  readonly precision: "f64" | "f32";
  readonly sink: RecordingSink;
  /** Threads to run on; where it is not given, the backend chooses. Results do not depend on it. */
  readonly workers?: number;
  /** Parts that neurons are dealt to, at least as many as workers. Results do not depend on it. */
  readonly shards?: number;
  /** Whether to measure where the time goes. */
  readonly profile?: boolean;
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
}

/** A network that is ready to run. */
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
  state(population: string, variable: string): Float64Array;
  /** Sixteen hexadecimal digits over all spikes so far: (step, neuron) in order. */
  spikeHash(): string;
  /** Spikes so far of a population. */
  spikeCount(population: string): number;
  /** Where the time went so far; undefined where the job did not ask for it. */
  profile?(): Promise<readonly ProfileEntry[] | undefined>;
  close(): void | Promise<void>;
}

/** A simulator. */
export interface BackendRecord {
  readonly kind: "backend";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly provides: readonly string[];
  prepare(job: SimulationJob): Promise<Simulation>;
}

/** Define a backend. */
export function defineBackend(definition: Omit<BackendRecord, "kind" | "contract">): BackendRecord {
  return Object.freeze({ kind: "backend", contract: 1, ...definition });
}
