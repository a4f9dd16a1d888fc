import { type BackendRecord, type FormatThing, type Stack, throwAll } from "@spikeloom/kernel";
import { checkedRun } from "@spikeloom/simulate";

/**
 * Refuse a network that `run` would refuse, so that no other format carries its faults on.
 *
 * The memory of this machine does not count: what is written may run on a larger one.
 */
export function refuseFaulty(
  thing: FormatThing,
  { stack, backend }: { readonly stack: Stack; readonly backend: BackendRecord },
): void {
  if (thing.holds !== "network") return;
  throwAll(checkedRun(thing.network, { stack, backend }).errors);
}
