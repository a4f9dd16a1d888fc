import type { BackendRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import { type Result, type RunOptions, run as runOn } from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { networkStack } from "./network-stack.ts";
import { withData } from "./with-data.ts";

/** Options of a run in addition to its network; stack and backend have defaults. */
export type DefaultRunOptions = Omit<RunOptions, "stack" | "backend"> & {
  readonly stack?: Stack;
  /** A backend, or its name in the stack. */
  readonly backend?: BackendRecord | string;
  /** Whether data files outside of `directory` may be read; by default they may not. */
  readonly allowOutside?: boolean | undefined;
};

/**
 * Run a network, by default on the default stack and the clock backend.
 *
 * Data files that it names are read first, relative to `directory` (else to the working directory).
 */
export async function run(
  network: NetworkRecord,
  { allowOutside, stack = networkStack, backend, ...options }: DefaultRunOptions = {},
): Promise<Result> {
  const { directory, memory } = options;
  const loaded = await withData(network, { directory, memory, allowOutside });
  return await runOn(loaded, { ...options, stack, backend: givenBackend(stack, backend) });
}
