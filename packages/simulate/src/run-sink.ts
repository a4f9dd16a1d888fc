import type { RecordingSink } from "@spikeloom/kernel";
import type { RecordedRows } from "./checkpoint/checkpoint.ts";
import type { RecorderPlan } from "./recordings.ts";
import type { Result } from "./result.ts";
import type { SynapseRecorderPlan } from "./synapses/synapse-recorders.ts";

/** A run that is ready for its first step. */
export interface StartedRun {
  /** One for each recorder of the network, in order. */
  readonly recorders: readonly RecorderPlan[];
  /** One for each recorder of synapses, in order. */
  readonly synapseRecorders: readonly SynapseRecorderPlan[];
  /** What had been recorded where the run goes on from a checkpoint. */
  readonly resumed?: RecordedRows | undefined;
  /** Directory that files named in the network are relative to; the working directory where not given. */
  readonly directory?: string | undefined;
  /** How far it is: a result without recordings that counts as interrupted. */
  outcome(): Result;
}

/** A run that is checked, of which nothing is prepared yet. */
export type PlannedRun = Pick<Result, "network" | "asked" | "provenance">;

/**
 * A sink that may also follow the run.
 *
 * The run waits for each of these calls. An error thrown by any of them ends the run.
 */
export interface RunSink extends RecordingSink {
  /** Everything is checked and nothing prepared: the place to refuse what could not be kept. */
  planned?(run: PlannedRun): void | Promise<void>;
  /** Everything is checked and prepared; called once, before the first step. */
  start?(run: StartedRun): void | Promise<void>;
  /** Everything up to the step that `outcome` tells was handed over; called about twenty times a second. */
  advanced?(): void | Promise<void>;
  /** Make everything so far outlast the process, as a checkpoint is about to be written. */
  settle?(): void | Promise<void>;
  /** The run is over, at its end or by a signal. */
  finish?(result: Result): void | Promise<void>;
  /** Called last, also where something failed; must not throw. */
  close?(): void | Promise<void>;
}
