import type { ByteSource } from "@spikeloom/kernel";
import type { PlainFile } from "./plain-file.ts";

/** Give a file that is open to a format; its bytes come at once. */
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
