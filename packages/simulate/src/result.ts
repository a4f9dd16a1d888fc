import type {
  NetworkRecord,
  ProfileEntry,
  SimulationSummary,
  SynapseTier,
} from "@spikeloom/kernel";
import type { Divergence } from "./divergence.ts";
import type { SynapseRecording } from "./synapses/synapse-recordings.ts";

/** Spikes of a recorder by time: spike k is of `neurons[k]` at `times[k]`. */
export interface RecordedSpikes {
  /** Stamps in steps. */
  readonly steps: Int32Array;
  /** Indices within the population. */
  readonly neurons: Uint32Array;
  /** In ms: on the grid, or between two steps if the backend computes off-grid spikes. */
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

/** Recording of one recorder of the network. */
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

/** Versions and backend that produced a result. */
export interface Provenance {
  /** SpikeLoom version. */
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

/** Profile of a run: time spent by activity. */
export interface RunProfile {
  /** Summed over all workers. */
  readonly entries: readonly ProfileEntry[];
  /** Sum of the entries, in seconds. */
  readonly measured: number;
  /** Wall seconds of the simulation; `wall` × `workers` is the total to account for. */
  readonly wall: number;
  readonly workers: number;
}

/** A finished or interrupted run. */
export interface Result {
  /** Completed network with all defaults explicit. */
  readonly network: NetworkRecord;
  /** In ms. */
  readonly dt: number;
  /** Steps done. */
  readonly steps: number;
  /** Simulated time in ms: steps × dt. */
  readonly duration: number;
  /** Requested duration in ms; differs from `duration` if it is not a multiple of dt. */
  readonly asked: number;
  /** Whether it ended early. */
  readonly interrupted: boolean;
  /** First non-finite value; undefined if all inspected values stayed finite. */
  readonly diverged?: Divergence | undefined;
  /** Warnings, each a sentence that begins with its code. */
  readonly warnings: readonly string[];
  /** One per recorder of the network, in order; empty if a sink received the chunks. */
  readonly recordings: readonly Recording[];
  /** One per synapse recorder of the network, in order; empty if a sink received the chunks. */
  readonly synapseRecordings: readonly SynapseRecording[];
  /** Sixteen hexadecimal digits over all spikes of all populations, recorded or not. */
  readonly spikeHash: string;
  /** Spikes of each population, recorded or not. */
  readonly spikeCounts: Readonly<Record<string, number>>;
  readonly summary: SimulationSummary;
  /** Wall time in seconds. */
  readonly timing: { readonly prepare: number; readonly simulate: number };
  readonly provenance: Provenance;
  /** Present if the run was profiled. */
  readonly profile?: RunProfile;
}
