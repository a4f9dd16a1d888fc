import type { PlainFile } from "@spikeloom/files";

/** Kinds of files by their first bytes, as Latin-1. */
const kinds: readonly (readonly [start: string, kind: string])[] = [
  ["\x89PNG\r\n", "a PNG image"],
  ["\xff\xd8\xff", "a JPEG image"],
  ["GIF8", "a GIF image"],
  ["%PDF-", "a PDF document"],
  ["RIFF", "a RIFF file, such as a WAV recording"],
  ["PK\x03\x04", "a ZIP archive"],
  ["\x1f\x8b", "a gzip archive"],
  ["\x93NUMPY", "a NumPy array"],
];

/** Return the kind of a file that its first bytes indicate; undefined if unknown. */
export function kindOf(file: PlainFile): string | undefined {
  const bytes = Buffer.alloc(16);
  const start = bytes.subarray(0, file.read(bytes, 0)).toString("latin1");
  return kinds.find(([known]) => start.startsWith(known))?.[1];
}
