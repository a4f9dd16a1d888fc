import type { NetworkRecord } from "./network.ts";
import type { Stack } from "./stack.ts";

/** Receives what is recorded while the network runs, in chunks of rising time. */
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
  /** Directory that files named in the network are relative to. */
  readonly directory?: string;
}

/** Counts and sizes of a network that is ready to run. */
export interface SimulationSummary {
  readonly neurons: number;
  readonly synapses: number;
  readonly bytes: number;
  /** One line per population or projection: how it is represented, and why. */
  readonly notes: readonly string[];
}

/** A network that is ready to run. */
export interface Simulation {
  /** Steps done so far. */
  readonly step: number;
  /** Duration of a step in milliseconds. */
  readonly dt: number;
  readonly summary: SimulationSummary;
  /** Run this many steps. */
  advance(steps: number): void;
  /** A copy of a state variable of a population, in internal units, one value per neuron. */
  state(population: string, variable: string): Float64Array;
  /** Sixteen hexadecimal digits over all spikes so far: (step, neuron) in order. */
  spikeHash(): string;
  /** Spikes so far of a population. */
  spikeCount(population: string): number;
  close(): void;
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
