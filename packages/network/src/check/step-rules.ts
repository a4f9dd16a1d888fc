import type { NetworkRecord } from "@spikeloom/kernel";
import { resolveConvention } from "../conventions/resolve-convention.ts";
import { networkStep } from "../plan/network-step.ts";
import type { DelayRules } from "../values/delay.ts";
import { quietly } from "./collect.ts";

/** Find step and convention of a network; undefined if either is invalid, which is reported separately. */
export function stepRules(
  network: NetworkRecord,
  faulty: ReadonlySet<string>,
): DelayRules | undefined {
  if (faulty.has("dt") || faulty.has("convention")) return undefined;
  return quietly(() => ({
    dt: networkStep(network),
    convention: resolveConvention(network.convention),
  }));
}
