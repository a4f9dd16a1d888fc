import type { NetworkRecord } from "@spikeloom/kernel";
import { resolveConvention } from "../conventions/resolve-convention.ts";
import { DEFAULT_STEP } from "./network-step.ts";

/** The default delay of a projection: the minimum that the convention allows. */
export function defaultDelay(network: Pick<NetworkRecord, "convention" | "dt">): string {
  const { least } = resolveConvention(network.convention).delay;
  return least === 0 ? "0 ms" : (network.dt ?? DEFAULT_STEP);
}
