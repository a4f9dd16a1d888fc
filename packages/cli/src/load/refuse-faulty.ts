import { type BackendRecord, type FormatThing, type Stack, throwAll } from "@spikeloom/kernel";
import { checkedRun } from "@spikeloom/simulate";

/**
 * Refuse a network that `run` would refuse, so that no other format carries its faults on.
 *
 * The memory of this machine and the capabilities of the backend do not count: the file that is written may run on a larger
 * machine, or in a simulator that can do what this one cannot.
 */
export function refuseFaulty(
  thing: FormatThing,
  { stack, backend }: { readonly stack: Stack; readonly backend: BackendRecord },
): void {
  if (thing.holds !== "network") return;
  const { errors } = checkedRun(thing.network, { stack, backend });
  throwAll(errors.filter(({ code }) => code !== "SL_MISSING_CAPABILITY"));
}
