import { clock } from "@spikeloom/backend-clock";
import type { BackendRecord, NetworkRecord, Stack } from "@spikeloom/kernel";
import { type Simulated, type SimulateOptions, simulate as simulateOn } from "@spikeloom/simulate";
import { defaultStack } from "./default-stack.ts";
import { withData } from "./with-data.ts";

/** What `simulate` is given beside its network. */
export type DefaultSimulateOptions = Omit<SimulateOptions, "stack" | "backend"> & {
  readonly stack?: Stack;
  readonly backend?: BackendRecord;
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
  { allowOutside, ...options }: DefaultSimulateOptions = {},
): Promise<Simulated> {
  const { directory, memory } = options;
  const loaded = await withData(network, { directory, memory, allowOutside });
  return await simulateOn(loaded, { stack: defaultStack, backend: clock(), ...options });
}
