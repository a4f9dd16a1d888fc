import type { SavedState } from "@spikeloom/kernel";
import type { LastSent } from "../synapses/snapshots.ts";
import type { NetworkSummary } from "./network-summary.ts";

/** Number of rows emitted by a network's recorders. */
export interface RecordedRows {
  /** By recorder, as in the network's list `record`. */
  readonly recorders: readonly {
    readonly spikes: number;
    readonly samples: Readonly<Record<string, number>>;
  }[];
  /** By recorder of synapses: snapshots by variable. */
  readonly synapses: readonly Readonly<Record<string, number>>[];
}

/** Complete state of a run, from which it can be resumed. */
export interface Checkpoint {
  /** SpikeLoom version that wrote it. */
  readonly spikeloom: string;
  /** SHA-256 of the network and of everything that determines its results. */
  readonly fingerprint: string;
  /** Summary of the network, for the error if a different one is resumed; absent in older checkpoints. */
  readonly network?: NetworkSummary | undefined;
  /** Duration of a step in ms. */
  readonly dt: number;
  readonly spikeHash: string;
  /** Wall time of the run so far, in seconds. */
  readonly seconds: number;
  /** Simulated time in ms between checkpoints; 0 if it was requested by a call. */
  readonly every: number;
  /** Rows recorded so far. */
  readonly rows: RecordedRows;
  /** Last data sent by synapse recorders. */
  readonly sent: readonly LastSent[];
  readonly state: SavedState;
}
