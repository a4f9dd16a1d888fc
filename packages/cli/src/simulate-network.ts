import type { BackendRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import { type Simulated, type SimulateOptions, simulate as simulateOn } from "@spikeloom/simulate";
import { givenBackend } from "./choose-backend.ts";
import { networkStack } from "./network-stack.ts";
import { withData } from "./with-data.ts";

/** Options of `simulate` in addition to its network. */
export type DefaultSimulateOptions = Omit<SimulateOptions, "stack" | "backend"> & {
  readonly stack?: Stack;
  /** A backend, or its name in the stack. */
  readonly backend?: BackendRecord | string;
  /** Whether data files outside of `directory` may be read; by default they may not. */
  readonly allowOutside?: boolean | undefined;
};

/**
 * Prepare a network to be run step by step.
 *
 * By default on the default stack and the clock backend.
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
