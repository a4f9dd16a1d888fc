import { LayersDamage, readArray, readArrays } from "@spikeloom/interop/numpy";
import type { ByteSource, Tensor } from "@spikeloom/kernel";
import { sourceOf } from "../bytes/open-source.ts";
import { RECORD_DAMAGED } from "../errors.ts";

/**
 * Read the arrays of a NumPy file by name.
 *
 * An archive `.npz` contains one array per name, a file `.npy` a single one with the name `array`. Throws
 * `SL_RECORD_DAMAGED`.
 */
export async function readNumpy(
  given: ByteSource | Uint8Array,
): Promise<ReadonlyMap<string, Tensor>> {
  const source = sourceOf(given, "readNumpy");
  const { name: file } = source;
  const bytes = await source.read(0, source.size);
  try {
    const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
    return isArchive ? await readArrays(bytes) : new Map([["array", readArray(bytes, file)]]);
  } catch (fault) {
    if (!(fault instanceof LayersDamage)) throw fault;
    const place = fault.place === file || fault.place === "" ? "" : `${fault.place}: `;
    const expected = "an array of numbers in NumPy format";
    throw RECORD_DAMAGED({ file, byte: 0, expected, got: `${place}${fault.message}` });
  }
}
