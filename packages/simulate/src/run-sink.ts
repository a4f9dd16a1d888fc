import type { RecordingSink } from "@spikeloom/kernel";
import type { RecordedRows } from "./checkpoint/checkpoint.ts";
import type { RecorderPlan } from "./recordings.ts";
import type { Result } from "./result.ts";
import type { SynapseRecorderPlan } from "./synapses/synapse-recorders.ts";

/** A run that is ready for its first step. */
export interface StartedRun {
  /** One per recorder of the network, in order. */
  readonly recorders: readonly RecorderPlan[];
  /** One per synapse recorder, in order. */
  readonly synapseRecorders: readonly SynapseRecorderPlan[];
  /** Rows already recorded, if the run resumes from a checkpoint. */
  readonly resumed?: RecordedRows | undefined;
  /** Directory for relative paths of files named in the network; defaults to the working directory. */
  readonly directory?: string | undefined;
  /** Current progress, as a result without recordings that counts as interrupted. */
  outcome(): Result;
}

/** A checked run, before its preparation. */
export type PlannedRun = Pick<Result, "network" | "asked" | "provenance">;

/**
 * A sink that may also observe the run.
 *
 * The run awaits each of these calls. An error thrown by any of them ends the run.
 */
export interface RunSink extends RecordingSink {
  /** Called after the checks and before the preparation: the place to refuse a run that could not be stored. */
  planned?(run: PlannedRun): void | Promise<void>;
  /** Called once after checks and preparation, before the first step. */
  start?(run: StartedRun): void | Promise<void>;
  /** Called about twenty times a second; all data up to the step given by `outcome` have been passed on. */
  advanced?(): void | Promise<void>;
  /** Flush all data to durable storage, as a checkpoint is about to be written. */
  settle?(): void | Promise<void>;
  /** Called when the run has finished or was stopped by a signal. */
  finish?(result: Result): void | Promise<void>;
  /** Called last, even after a failure; must not throw. */
  close?(): void | Promise<void>;
}
