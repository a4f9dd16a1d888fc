import type { BackendRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import { type Simulated, type SimulateOptions, simulate as simulateOn } from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { networkStack } from "./network-stack.ts";
import { withData } from "./with-data.ts";

/** What `simulate` is given beside its network. */
export type DefaultSimulateOptions = Omit<SimulateOptions, "stack" | "backend"> & {
  readonly stack?: Stack;
  /** A backend, or its name in the stack. */
  readonly backend?: BackendRecord | string;
  /** Whether data files outside of `directory` may be read; they may not where this is not given. */
  readonly allowOutside?: boolean | undefined;
};

/**
 * Make a network ready to be run step by step.
 *
 * It runs on the default stack and the clock backend unless told otherwise.
 * Data files that it names are read first, relative to `directory` (else to the working directory).
 */
export async function simulate(
  network: NetworkRecord,
  { allowOutside, stack = networkStack, backend, ...options }: DefaultSimulateOptions = {},
): Promise<Simulated> {
  const { directory, memory } = options;
  const loaded = await withData(network, { directory, memory, allowOutside });
  return await simulateOn(loaded, { ...options, stack, backend: givenBackend(stack, backend) });
}
