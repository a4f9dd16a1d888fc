import { type FormatThing, type Stack, throwAll } from "@spikeloom/kernel";
import { availableMemory, checkAnywhere } from "@spikeloom/simulate";

/** Options for refusing a network. */
export interface RefuseOptions {
  readonly stack: Stack;
  /** Maximum number of bytes that a run may need, by default the available memory. */
  readonly memory?: number | undefined;
}

/**
 * Refuse a network that `run` would refuse on any backend, so that no other format inherits its errors.
 *
 * A network that needs more memory than available would take a writer even more, so the estimate of a run refuses it.
 * Other limits of a backend do not count: the output may run in a simulator without them.
 */
export function refuseFaulty(thing: FormatThing, options: RefuseOptions): void {
  if (thing.holds !== "network") return;
  const { stack, memory = availableMemory() } = options;
  const backend = stack.find("backend", "clock");
  throwAll(checkAnywhere(thing.network, { stack, backend, memory }));
}
