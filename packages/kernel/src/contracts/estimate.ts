import type { SpikeLoomError } from "../errors.ts";
import type { ConnectorLookup } from "./connector.ts";

/** Options of an estimate. */
export interface EstimateOptions {
  /** Holds the connectors that the program names. */
  readonly stack: ConnectorLookup;
  /** Whether recorded data are held in memory until the end, as in a run without a sink; false by default. */
  readonly holdsRecords?: boolean | undefined;
  /** Whether to evaluate other storage options for the synapses; false by default. */
  readonly ways?: boolean | undefined;
  /** Whether a modified network is to continue from the job; false by default. */
  readonly revisable?: boolean | undefined;
}

/** One component of a job's estimated memory. */
export interface EstimatedPart {
  readonly name: string;
  readonly bytes: number;
  /** Purpose of the memory, as in `4.00e6 synapses`. */
  readonly reason: string;
  /** Whether the amount is the same for every network. */
  readonly isFixed?: boolean;
}

/** Estimated memory of a projection. */
export interface EstimatedProjection {
  readonly name: string;
  readonly synapses: number;
  /** Memory of the synapses alone. */
  readonly bytes: number;
  /** How the spikes reach their targets, and the reason. */
  readonly reason: string;
}

/** An alternative way to store a network's synapses, and the resulting memory. */
export interface StorageEstimate {
  /** Short name, as in `tier packed`. */
  readonly name: string;
  /** Setting that selects it in the network file, as in `"tier": "packed"`. */
  readonly change: string;
  readonly bytes: number;
}

/** Estimated time of a run on one core, without its preparation. */
export interface EstimatedTime {
  /** Seconds per second of simulated time. */
  readonly perSecond: number;
  /** Largest contribution to it, as in `1.00e6 neurons in 1.00e4 steps`. */
  readonly reason: string;
}

/** Estimated cost of a job, as far as it is known before preparation. */
export interface JobEstimate {
  readonly neurons: number;
  readonly synapses: number;
  /** Peak memory of the process, during preparation or the run. */
  readonly bytes: number;
  /** Part of it that the network itself uses while running, as counted by the simulation summary. */
  readonly kept?: number;
  /** Breakdown of the memory; the parts add up to the total. */
  readonly parts: readonly EstimatedPart[];
  /** In the order of the network. */
  readonly projections: readonly EstimatedProjection[];
  /** Further notes for reports, as pairs of name and text. */
  readonly notes: readonly (readonly [name: string, text: string])[];
  /** Backend limits that the network would exceed regardless of memory; `check` reports them too. */
  readonly faults: readonly SpikeLoomError[];
  readonly ways?: readonly StorageEstimate[];
  /** By it, `auto` chooses a backend; absent if the backend does not estimate time. */
  readonly seconds?: EstimatedTime;
}
