import type { Tensor } from "@spikeloom/kernel";
import { zipEntries } from "../layers/zip-file.ts";
import { readArray } from "./read-array.ts";

/** Read the arrays of a NumPy archive, by name. */
export async function readArrays(bytes: Uint8Array): Promise<ReadonlyMap<string, Tensor>> {
  const arrays = new Map<string, Tensor>();
  for (const [file, entry] of zipEntries(bytes)) {
    const name = file.replace(/\.npy$/, "");
    arrays.set(name, readArray(await entry.bytes(), name));
  }
  return arrays;
}
