import type { ConventionRecord, NetworkRecord, SpikeLoomError, Stack } from "@spikeloom/kernel";
import { SpikeLoomError as CodedError } from "@spikeloom/kernel";
import type { DataFiles } from "@spikeloom/simulate/scripts";
import type { NestLoss } from "./losses.ts";

/** What a network is written with, and what comes of it besides code. */
export interface NestTask extends Pick<DataFiles, "keep"> {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  /** In ms. */
  readonly dt: number;
  readonly steps: number;
  readonly convention: ConventionRecord;
  /** Say that something is lost. */
  lose(code: NestLoss, place: string, message: string): void;
  /** Collect a refusal; the rest of the network is looked at all the same. */
  refuse(error: SpikeLoomError): void;
}

/** Do a part of the work; what it refuses is collected. */
export function attempt<T>(task: NestTask, act: () => T): T | undefined {
  try {
    return act();
  } catch (fault) {
    if (!(fault instanceof CodedError)) throw fault;
    task.refuse(fault);
    return undefined;
  }
}
