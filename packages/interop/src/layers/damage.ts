import type { Loss } from "@spikeloom/kernel";
import { LAYERS_READ } from "./errors.ts";

/**
 * Error in a file of layers or weights.
 *
 * Callers add the code and the path.
 */
export class LayersDamage extends Error {
  override readonly name = "LayersDamage";
  /** Part of the file, such as a layer or a tensor. */
  readonly place: string;

  constructor(place: string, reason: string) {
    super(reason);
    this.place = place;
  }
}

/** Stop with a reason, which completes a sentence. */
export function damaged(place: string, reason: string): never {
  throw new LayersDamage(place, reason);
}

const maxReasons = 3;

/** Continue after an unsupported layer; if the rest does not fit, name this as a possible cause. */
export async function tellingLosses<T>(
  losses: readonly Loss[],
  read: () => T | Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (fault) {
    const unread = losses.filter(({ code }) => code === "operator" || code === "layer");
    if (!(fault instanceof LayersDamage) || unread.length === 0) throw fault;
    const reasons = unread.slice(0, maxReasons).map(({ place, message }) => `${place}: ${message}`);
    const more = unread.length > maxReasons ? ` (and ${unread.length - maxReasons} more)` : "";
    return damaged(
      fault.place,
      `${fault.message}. The cause may be unsupported layers, whose input is passed through: ${reasons.join(" ").replace(/\.$/, "")}${more}`,
    );
  }
}

/** Read, and convert errors to coded ones. */
export async function readingLayers<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (fault) {
    if (!(fault instanceof LayersDamage)) throw fault;
    throw LAYERS_READ({ path, place: fault.place, reason: fault.message });
  }
}
