import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { crc32 } from "node:zlib";

/**
 * Mark an image (SVG text or PNG bytes) as drawn by SpikeLoom.
 *
 * The mark contains a hash of the rest, so an image that was edited afterwards counts as the user's own.
 */
export function markPicture(picture: string | Uint8Array): Uint8Array {
  const bytes = typeof picture === "string" ? Buffer.from(picture) : Buffer.from(picture);
  const mark = markOf(bytes);
  if (typeof picture === "string") return Buffer.concat([bytes, comment(mark)]);
  const end = bytes.length - endChunk;
  return Buffer.concat([bytes.subarray(0, end), textChunk(mark), bytes.subarray(end)]);
}

/** Return whether a file is an image drawn by SpikeLoom and not edited since. */
export function isDrawnPicture(path: string): boolean {
  if (!(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)) return false;
  const bytes = readFileSync(path);
  const isPng = bytes[0] === 0x89;
  const [wrap, tail] = isPng ? [textChunk, endChunk] : [comment, 0];
  const at = bytes.length - tail - wrap(markOf(bytes)).length;
  if (at <= 0) return false;
  const rest = Buffer.concat([bytes.subarray(0, at), bytes.subarray(bytes.length - tail)]);
  return wrap(markOf(rest)).equals(bytes.subarray(at, bytes.length - tail));
}

/** Bytes of the final chunk of a PNG. */
const endChunk = 12;

function markOf(bytes: Uint8Array): string {
  return `drawn by spikeloom, sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Format a mark for the end of an SVG. */
function comment(mark: string): Buffer {
  return Buffer.from(`<!-- ${mark} -->\n`);
}

/** Format a mark as a PNG chunk, placed before the last one. */
function textChunk(mark: string): Buffer {
  const body = Buffer.from(`tEXtSoftware\0${mark}`, "latin1");
  const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(body.length - 4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, check]);
}
