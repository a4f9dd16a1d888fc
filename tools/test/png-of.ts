import { crc32, deflateSync } from "node:zlib";

/** Write rows of grey levels as a PNG image. */
export function pngOf(rows: readonly (readonly number[])[]): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(rows[0]?.length ?? 0, 0);
  header.writeUInt32BE(rows.length, 4);
  header[8] = 8;
  // Each row starts with its filter, here none.
  const levels = Uint8Array.from(rows.flatMap((row) => [0, ...row]));
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(levels)),
    pngChunk("IEND", new Uint8Array(0)),
  ]);
}

/** Write a PNG chunk by its name. */
export function pngChunk(name: string, content: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Write rows of red, green and blue pixels as a PNG image. */
export function colourPngOf(rows: readonly (readonly (readonly number[])[])[]): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(rows[0]?.length ?? 0, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, 2], 8);
  const levels = Uint8Array.from(rows.flatMap((row) => [0, ...row.flat()]));
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(levels)),
    pngChunk("IEND", new Uint8Array(0)),
  ]);
}
