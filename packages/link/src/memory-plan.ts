import { type ArrayPlace, type ElementType, elementBytes } from "@spikeloom/code";
import { LINK_MEMORY } from "./errors.ts";

/** Addresses of arrays in a memory that is created once all are known. */
export interface MemoryPlan {
  /** Reserve an array, and return its place. */
  reserve(name: string, element: ElementType, length: number): ArrayPlace;
  addressOf(array: ArrayPlace): number;
  lengthOf(array: ArrayPlace): number;
  /** Pages of 64 KiB. */
  readonly pages: number;
}

/** Plan a memory. */
export function memoryPlan(): MemoryPlan {
  const places = new Map<ArrayPlace, { readonly address: number; readonly length: number }>();
  let end = 64;
  const found = (array: ArrayPlace): { readonly address: number; readonly length: number } =>
    places.get(array) ?? { address: 0, length: 0 };
  return {
    reserve(name, element, length) {
      const place: ArrayPlace = { name, element, passed: false, counted: "elements" };
      places.set(place, { address: end, length });
      // Vector code computes whole groups of 16 elements.
      end += 16 * elementBytes[element] * Math.max(1, Math.ceil(length / 16));
      if (end > limit) throw LINK_MEMORY({ place: name, bytes: end, available: limit });
      return place;
    },
    addressOf: (array) => found(array).address,
    lengthOf: (array) => found(array).length,
    get pages() {
      return Math.ceil(end / 65_536);
    },
  };
}

/** Bytes that addresses of 32 bits reach. */
const limit = 2 ** 32 - 65_536;
