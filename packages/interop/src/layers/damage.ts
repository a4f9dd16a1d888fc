import type { Loss } from "@spikeloom/kernel";
import { LAYERS_READ } from "./errors.ts";

/**
 * Says what is wrong with a file of layers or weights.
 *
 * Callers give it a code and the path.
 */
export class LayersDamage extends Error {
  override readonly name = "LayersDamage";
  /** What of the file it is about, such as a layer or a tensor. */
  readonly place: string;

  constructor(place: string, reason: string) {
    super(reason);
    this.place = place;
  }
}

/** Refuse to read on; the reason is the end of a sentence. */
export function damaged(place: string, reason: string): never {
  throw new LayersDamage(place, reason);
}

const mostTold = 3;

/** Read on after what is no layer; where the rest does not fit, say that this may be why. */
export async function tellingLosses<T>(
  losses: readonly Loss[],
  read: () => T | Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (fault) {
    const unread = losses.filter(({ code }) => code === "operator" || code === "layer");
    if (!(fault instanceof LayersDamage) || unread.length === 0) throw fault;
    const told = unread.slice(0, mostTold).map(({ place, message }) => `${place}: ${message}`);
    const more = unread.length > mostTold ? ` (and ${unread.length - mostTold} more)` : "";
    return damaged(
      fault.place,
      `${fault.message}. What goes past these, which are no layers here, may not fit: ${told.join(" ").replace(/\.$/, "")}${more}`,
    );
  }
}

/** Read, and give what is wrong its code. */
export async function readingLayers<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (fault) {
    if (!(fault instanceof LayersDamage)) throw fault;
    throw LAYERS_READ({ path, place: fault.place, reason: fault.message });
  }
}
