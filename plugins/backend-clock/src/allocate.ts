import { MEMORY_NEEDED } from "./errors.ts";

/** Allocate memory; if the machine refuses it, throw `SL_MEMORY_NEEDED` with the size. */
export function allocate<T>(bytes: number, take: () => T): T {
  try {
    return take();
  } catch (error) {
    // Arrays and WebAssembly memories both throw when they are too large or there is no space.
    if (error instanceof RangeError) throw MEMORY_NEEDED({ needed: bytes });
    throw error;
  }
}
