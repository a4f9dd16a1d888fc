import { type FormatThing, type Stack, throwAll } from "@spikeloom/kernel";
import { checkAnywhere } from "@spikeloom/simulate";

/**
 * Refuse a network that `run` would refuse on any backend, so that no other format carries its faults on.
 *
 * The memory of this machine and the limits of a backend do not count: the file that is written may run on a larger
 * machine, or in a simulator that can do what this one cannot.
 */
export function refuseFaulty(thing: FormatThing, { stack }: { readonly stack: Stack }): void {
  if (thing.holds === "network") throwAll(checkAnywhere(thing.network, { stack }));
}
