import type { ConventionRecord, NetworkRecord, SpikeLoomError, Stack } from "@spikeloom/kernel";
import { SpikeLoomError as CodedError } from "@spikeloom/kernel";
import type { Python } from "@spikeloom/simulate/scripts";
import type { PynnLoss } from "./losses.ts";

/** What a network is written with, and what comes of it besides code. */
export interface ExportTask {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** In ms. */
  readonly dt: number;
  readonly steps: number;
  readonly convention: ConventionRecord;
  /** Say that something is lost. */
  lose(code: PynnLoss, place: string, message: string): void;
  /** Collect a refusal; the rest of the network is looked at all the same. */
  refuse(error: SpikeLoomError): void;
  /** Keep an array beside the script and give the code that reads it. */
  keep(name: string, values: Float64Array, columns?: number): Python;
}

/** Do a part of the work; what it refuses is collected. */
export function attempt<T>(task: ExportTask, act: () => T): T | undefined {
  try {
    return act();
  } catch (fault) {
    if (!(fault instanceof CodedError)) throw fault;
    task.refuse(fault);
    return undefined;
  }
}
