import type {
  NetworkRecord,
  ProfileEntry,
  SimulationSummary,
  SynapseTier,
} from "@spikeloom/kernel";
import type { Divergence } from "./divergence.ts";
import type { SynapseRecording } from "./synapses/synapse-recordings.ts";

/** Spikes of a recorder in order of time: k is of `neurons[k]` at `times[k]`. */
export interface RecordedSpikes {
  /** Stamps in steps. */
  readonly steps: Int32Array;
  /** Indices within the population. */
  readonly neurons: Uint32Array;
  /** In ms: of the stamps, and between two steps where the backend says so. */
  readonly times: Float64Array;
}

/** Samples of one variable. */
export interface RecordedSamples {
  /** The unit that the model declares; `1` for a pure number. */
  readonly unit: string;
  /** In ms, ascending. */
  readonly times: Float64Array;
  /** Indices within the population, in the order of the columns of `values`. */
  readonly neurons: Uint32Array;
  /** Samples × neurons, row after row. */
  readonly values: Float64Array;
}

/** What one recorder of the network wrote down. */
export interface Recording {
  readonly population: string;
  /** Neurons in the population, recorded or not. */
  readonly size: number;
  /** The recorded neurons: indices within the population. */
  readonly neurons: Uint32Array;
  readonly spikes: RecordedSpikes | undefined;
  /** By variable, in the order of the recorder. */
  readonly samples: ReadonlyMap<string, RecordedSamples>;
}

/** What a result was made with. */
export interface Provenance {
  /** Version of SpikeLoom. */
  readonly spikeloom: string;
  /** Name of the backend. */
  readonly backend: string;
  /** Name of the convention. */
  readonly convention: string;
  readonly seed: number;
  readonly precision: "f64" | "f32";
  readonly tier: SynapseTier;
  /** The program that ran it, such as `node v26.10.0`. */
  readonly runtime: string;
}

/** Where the time of a run went. */
export interface RunProfile {
  /** Summed over all workers. */
  readonly entries: readonly ProfileEntry[];
  /** Seconds that the entries hold together. */
  readonly measured: number;
  /** Wall seconds of the simulation; `wall` × `workers` is what there is to account for. */
  readonly wall: number;
  readonly workers: number;
}

/** A finished or interrupted run. */
export interface Result {
  /** Complete: every default is written out. */
  readonly network: NetworkRecord;
  /** In ms. */
  readonly dt: number;
  /** Steps done. */
  readonly steps: number;
  /** Simulated time in ms: steps × dt. */
  readonly duration: number;
  /** How long it was to run, in ms; differs from `duration` where that is no multiple of dt. */
  readonly asked: number;
  /** Whether it ended before its time. */
  readonly interrupted: boolean;
  /** The value with which it diverged; undefined where all that was looked at stayed finite. */
  readonly diverged?: Divergence | undefined;
  /** What it warned of, a sentence each that begins with its code. */
  readonly warnings: readonly string[];
  /** One for each recorder of the network, in order; empty where a sink took the chunks. */
  readonly recordings: readonly Recording[];
  /** One for each recorder of synapses of the network, in order; empty where a sink took them. */
  readonly synapseRecordings: readonly SynapseRecording[];
  /** Sixteen hexadecimal digits over all spikes of all populations, recorded or not. */
  readonly spikeHash: string;
  /** Spikes of each population, recorded or not. */
  readonly spikeCounts: Readonly<Record<string, number>>;
  readonly summary: SimulationSummary;
  /** Wall time in seconds. */
  readonly timing: { readonly prepare: number; readonly simulate: number };
  readonly provenance: Provenance;
  /** Where the run was asked to measure it. */
  readonly profile?: RunProfile;
}
