import type { SpikeLoomError } from "../errors.ts";

/** What an estimate is to hold. */
export interface EstimateOptions {
  /** Whether what is recorded is held until the end, as a run does without a sink; it is not where this is not given. */
  readonly holdsRecords?: boolean | undefined;
  /** Whether to look for other ways of keeping the synapses; nobody does where this is not given. */
  readonly ways?: boolean | undefined;
  /** Whether a changed network is to go on from the job; none is where this is not given. */
  readonly revisable?: boolean | undefined;
}

/** A part of what a job will take. */
export interface EstimatedPart {
  readonly name: string;
  readonly bytes: number;
  /** What the bytes are for, as in `4.00e6 synapses`. */
  readonly reason: string;
  /** Whether any network takes as many. */
  readonly isFixed?: boolean;
}

/** What a projection will take. */
export interface EstimatedProjection {
  readonly name: string;
  readonly synapses: number;
  /** Of its synapses alone. */
  readonly bytes: number;
  /** How its spikes get to their targets, and why. */
  readonly reason: string;
}

/** Another way of keeping the synapses of a network, and what the job would take. */
export interface EstimatedWay {
  /** In few words, as in `tier packed`. */
  readonly name: string;
  /** What to write for it in a network, as in `"tier": "packed"`. */
  readonly change: string;
  readonly bytes: number;
}

/** What a job will take, as far as that shows before it is prepared. */
export interface JobEstimate {
  readonly neurons: number;
  readonly synapses: number;
  /** The most memory that the process has at one time, while it prepares or while it runs. */
  readonly bytes: number;
  /** What of it the network takes for itself while it runs: what the summary of its simulation counts. */
  readonly kept?: number;
  /** Where these bytes are; they add up to all. */
  readonly parts: readonly EstimatedPart[];
  /** In the order of the network. */
  readonly projections: readonly EstimatedProjection[];
  /** What else is known of it: a name and a text each, for reports. */
  readonly notes: readonly (readonly [name: string, text: string])[];
  /** Limits of the backend that it would pass however much memory there is; `check` lists them as well. */
  readonly faults: readonly SpikeLoomError[];
  readonly ways?: readonly EstimatedWay[];
}
