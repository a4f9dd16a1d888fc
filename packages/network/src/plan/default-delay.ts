import type { NetworkRecord } from "@spikeloom/kernel";
import { resolveConvention } from "../conventions/resolve-convention.ts";
import { DEFAULT_STEP } from "./network-step.ts";

/** The delay of a projection that states none: the least that the convention allows. */
export function defaultDelay(network: Pick<NetworkRecord, "convention" | "dt">): string {
  const { least } = resolveConvention(network.convention).delay;
  return least === 0 ? "0 ms" : (network.dt ?? DEFAULT_STEP);
}
