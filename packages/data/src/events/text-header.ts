import type { ByteSource } from "@spikeloom/kernel";
import { EVENTS_HEADER } from "./errors.ts";

/** Lines of text at the start of a file, and the offset of the data. */
export interface TextHeader {
  /** Without the prefix and the following space. */
  readonly lines: readonly string[];
  readonly end: number;
}

const mostHeader = 2 ** 20;

/** Format of a line-based header. */
interface HeaderForm {
  /** First byte of each line. */
  readonly mark: number;
  /** Line that ends the header, whatever follows. */
  readonly last?: string;
}

/**
 * Read text lines with a prefix, up to a last line or to bytes that are not such a line.
 *
 * Data may start with the prefix byte: the next bytes are a line only if all of it is text.
 */
export async function readTextHeader(
  source: ByteSource,
  { mark, last }: HeaderForm,
): Promise<TextHeader> {
  const bytes = await source.read(0, Math.min(source.size, mostHeader));
  const lines: string[] = [];
  let at = 0;
  while (bytes[at] === mark) {
    const end = bytes.indexOf(10, at);
    if (end < 0 && bytes.length === mostHeader) {
      const expected = `a header of at most ${mostHeader} bytes`;
      const next = "Check that the file has the format that its header suggests.";
      throw EVENTS_HEADER({ file: source.name, expected, got: "more", next });
    }
    if (end < 0 || !isText(bytes.subarray(at, end))) break;
    const line = new TextDecoder("latin1").decode(bytes.subarray(at + 1, end)).trim();
    lines.push(line);
    at = end + 1;
    if (line === last) break;
  }
  return { lines, end: at };
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 32 || byte === 9 || byte === 13) && !bytes.includes(127);
}

/** Split lines such as `Height 240` or `AEChip: DVS128` at the first separator; later lines take precedence. */
export function headerFields(
  lines: readonly string[],
  separator: " " | ":",
): ReadonlyMap<string, string> {
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(separator);
      return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}
