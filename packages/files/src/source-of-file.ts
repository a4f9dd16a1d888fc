import type { ByteSource } from "@spikeloom/kernel";
import type { PlainFile } from "./plain-file.ts";

/** Wrap an open file as a synchronous source for a format. */
export function sourceOfFile(name: string, { size, read }: PlainFile): ByteSource {
  return {
    name,
    size,
    read(start, end) {
      const bytes = new Uint8Array(end - start);
      const count = read(bytes, start);
      return bytes.subarray(0, count);
    },
    readInto: read,
  };
}
