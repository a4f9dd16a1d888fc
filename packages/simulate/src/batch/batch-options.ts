import type { NetworkRecord } from "@spikeloom/kernel";
import type { ParameterValue } from "@spikeloom/network";
import type { Result } from "../result.ts";
import type { RunOptions } from "../run.ts";
import type { RunSink } from "../run-sink.ts";

/** One copy of a batch: how it differs from the network. */
export interface BatchCopy {
  /** By default, the network's own. */
  readonly seed?: number | undefined;
  /** By default, the network's own. */
  readonly trial?: number | undefined;
  /** Values to set in the network by path, as in a sweep: `{ "stimuli[0].rate": "20 Hz" }`. */
  readonly parameters?: Readonly<Record<string, ParameterValue>> | undefined;
}

/** Identity of a copy in a batch. */
export interface CopyLabel {
  /** Index in the batch, from 0. */
  readonly index: number;
  readonly seed: number;
  readonly trial: number;
  /** The values that were set, by path. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** Result of a copy. */
export interface BatchResult extends Result {
  readonly copy: CopyLabel;
}

/** Progress of a batch. */
export interface BatchProgress {
  /** Copies done, and the total. */
  readonly done: number;
  readonly copies: number;
  /** From 0 to 1. */
  readonly fraction: number;
  /** Estimated wall time left; undefined before the first steps. */
  readonly secondsLeft: number | undefined;
}

/** Options of a run that has copies; it cannot be saved and resumed. */
export interface BatchOptions
  extends Omit<RunOptions, "sink" | "onProgress" | "onPrepare" | "checkpoint" | "from"> {
  /** Number of copies with consecutive seeds, the first with the network's own, or a list of copies. */
  readonly batch: number | readonly BatchCopy[];
  /** Number of copies at once; by default, the backend chooses, by the number of cores or all in one launch. */
  readonly workers?: number | undefined;
  /** Creates the sink of a copy, for recorded data in internal units. */
  readonly sink?: ((copy: CopyLabel) => RunSink) | undefined;
  /** Called about twenty times a second for each running copy. */
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
  /** Called with the result of each copy once it is complete; awaited. */
  readonly onResult?: ((result: BatchResult) => void | Promise<void>) | undefined;
}

/** A copy with its network. */
export interface CopyOfNetwork {
  readonly label: CopyLabel;
  readonly network: NetworkRecord;
}
