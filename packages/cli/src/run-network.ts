import type { BackendRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import {
  type BatchOptions,
  type BatchResult,
  type Result,
  type RunOptions,
  run as runOn,
} from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { networkStack } from "./network-stack.ts";
import { withData } from "./with-data.ts";

/** Options with defaults. */
export interface RunDefaults {
  readonly stack?: Stack;
  /** A backend, or its name in the stack. */
  readonly backend?: BackendRecord | string;
  /** Whether data files outside of `directory` may be read; by default they may not. */
  readonly allowOutside?: boolean | undefined;
}

/** Options of a run in addition to its network; stack and backend have defaults. */
export type DefaultRunOptions = Omit<RunOptions, "stack" | "backend"> & RunDefaults;

/** The same for a batch of copies. */
export type DefaultBatchOptions = Omit<BatchOptions, "stack" | "backend"> & RunDefaults;

/**
 * Run a network, by default on the default stack and the clock backend.
 *
 * Data files that it names are read first, relative to `directory` (else to the working directory). With `batch`, independent
 * copies with other seeds or parameters run at once.
 */
export async function run(
  network: NetworkRecord,
  options: DefaultBatchOptions,
): Promise<readonly BatchResult[]>;
export async function run(network: NetworkRecord, options?: DefaultRunOptions): Promise<Result>;
export async function run(
  network: NetworkRecord,
  options: DefaultRunOptions | DefaultBatchOptions = {},
): Promise<Result | readonly BatchResult[]> {
  const { directory, memory, allowOutside, stack = networkStack, backend } = options;
  const loaded = await withData(network, { directory, memory, allowOutside });
  const on = { stack, backend: givenBackend(stack, backend) };
  if (isBatch(options)) {
    const { allowOutside: _, ...batch } = options;
    return await runOn(loaded, { ...batch, ...on });
  }
  const { allowOutside: _, ...alone } = options;
  return await runOn(loaded, { ...alone, ...on });
}

function isBatch(options: DefaultRunOptions | DefaultBatchOptions): options is DefaultBatchOptions {
  return (options as Partial<DefaultBatchOptions>).batch !== undefined;
}
