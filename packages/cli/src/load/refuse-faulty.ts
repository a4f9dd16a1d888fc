import { type FormatThing, type Stack, throwAll } from "@spikeloom/kernel";
import { availableMemory, checkAnywhere } from "@spikeloom/simulate";

/** What a network is refused for. */
export interface RefuseOptions {
  readonly stack: Stack;
  /** Maximum number of bytes that a run may need, by default the available memory. */
  readonly memory?: number | undefined;
}

/**
 * Refuse a network that `run` would refuse on any backend, so that no other format carries its faults on.
 *
 * A network that needs more memory than there is would take a writer even more, so it is refused by the estimate of a run.
 * The other limits of a backend do not count: what is written may run in a simulator that can do what this one cannot.
 */
export function refuseFaulty(thing: FormatThing, options: RefuseOptions): void {
  if (thing.holds !== "network") return;
  const { stack, memory = availableMemory() } = options;
  const backend = stack.find("backend", "clock");
  throwAll(checkAnywhere(thing.network, { stack, backend, memory }));
}
