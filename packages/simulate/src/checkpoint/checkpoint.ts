import type { SavedState } from "@spikeloom/kernel";
import type { LastSent } from "../synapses/snapshots.ts";
import type { NetworkSummary } from "./network-summary.ts";

/** How many rows the recorders of a network have handed over. */
export interface RecordedRows {
  /** By recorder, as in the network's list `record`. */
  readonly recorders: readonly {
    readonly spikes: number;
    readonly samples: Readonly<Record<string, number>>;
  }[];
  /** By recorder of synapses: snapshots by variable. */
  readonly synapses: readonly Readonly<Record<string, number>>[];
}

/** Where a run is: everything that is needed to go on from there. */
export interface Checkpoint {
  /** The version of SpikeLoom that made it. */
  readonly spikeloom: string;
  /** SHA-256 of the network and of all that decides what it does. */
  readonly fingerprint: string;
  /** What the network says, for a message where another one is to go on; older checkpoints lack it. */
  readonly network?: NetworkSummary | undefined;
  /** Duration of a step in ms. */
  readonly dt: number;
  readonly spikeHash: string;
  /** Seconds of wall time that the run has taken so far. */
  readonly seconds: number;
  /** Simulated time in ms between checkpoints; 0 where it was made by a call. */
  readonly every: number;
  /** What had been recorded by then. */
  readonly rows: RecordedRows;
  /** What recorders of synapses have last sent. */
  readonly sent: readonly LastSent[];
  readonly state: SavedState;
}
