import type { NumberBlock } from "../../hdf5/read/numbers.ts";
import { refuse } from "./hdf5-columns.ts";

/** Copy integers below 2^32 from a block; others are refused. */
export function copyWhole(block: NumberBlock, out: Uint32Array, place: string): void {
  if (block instanceof BigUint64Array || block instanceof BigInt64Array) {
    // Halves of 64-bit integers are faster to check than BigInts.
    const words = new Uint32Array(block.buffer, block.byteOffset, 2 * block.length);
    for (let k = 0; k < block.length; k++) {
      if (words[2 * k + 1] !== 0) throw outOfRange(String(block[k]), place);
      out[k] = words[2 * k] as number;
    }
    return;
  }
  if (block instanceof Uint32Array) {
    out.set(block);
    return;
  }
  for (let k = 0; k < block.length; k++) {
    const value = block[k] as number;
    if (!(value >= 0 && value < 2 ** 32 && Number.isInteger(value))) {
      throw outOfRange(String(value), place);
    }
    out[k] = value;
  }
}

function outOfRange(got: string, place: string): Error {
  return refuse(place, "integers from 0 to 4294967295", got);
}
