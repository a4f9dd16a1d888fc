import type { NetworkRecord } from "@spikeloom/kernel";
import { type Result, run } from "@spikeloom/simulate";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";

/** Run a network for its own duration. */
export async function runNetwork(network: NetworkRecord): Promise<Result> {
  return await run(network, { stack, backend: stack.get("backend", "clock", "test") });
}
