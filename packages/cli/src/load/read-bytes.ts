import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { faultReason } from "@spikeloom/kernel";
import { FILE_READ } from "../errors.ts";

/** Read a whole file; one that cannot be read is refused with its reason. */
export function readBytes(file: string): Uint8Array {
  try {
    return boundedBytes(file);
  } catch (fault) {
    throw FILE_READ({ file, reason: faultReason(fault) });
  }
}

/** Read a file, or a pipe up to the maximum length of a network; the JSON reader refuses more. */
function boundedBytes(file: string): Uint8Array {
  if (statSync(file).isFile()) return readFileSync(file);
  const descriptor = openSync(file, "r");
  try {
    const pieces: Buffer[] = [];
    for (let size = 0; size <= mostBytes; ) {
      const piece = Buffer.alloc(2 ** 20);
      const count = readSync(descriptor, piece, 0, piece.length, null);
      if (count === 0) break;
      pieces.push(piece.subarray(0, count));
      size += count;
    }
    return Buffer.concat(pieces);
  } finally {
    closeSync(descriptor);
  }
}

/** Maximum bytes of a network in JSON. */
const mostBytes = 256 * 2 ** 20;
