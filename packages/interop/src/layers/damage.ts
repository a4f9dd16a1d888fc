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

/** Read, and give what is wrong its code. */
export async function readingLayers<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (fault) {
    if (!(fault instanceof LayersDamage)) throw fault;
    throw LAYERS_READ({ path, place: fault.place, reason: fault.message });
  }
}
