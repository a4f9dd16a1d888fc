import { FileRefusal, openPlainFile, sourceOfFile } from "@spikeloom/files";
import { type ByteSource, faultReason } from "@spikeloom/kernel";
import { DATA_OPTION, RECORD_READ } from "../errors.ts";

/** An open file, to be closed after use. */
export interface OpenSource {
  readonly source: ByteSource;
  close(): void;
}

/** Open a file for random access; requires Node. Throws `SL_RECORD_READ`. */
export function openSource(path: string): OpenSource {
  try {
    const file = openPlainFile(path);
    return { source: sourceOfFile(path, file), close: file.close };
  } catch (fault) {
    const isOfSystem = fault instanceof Error && "syscall" in fault;
    if (!(fault instanceof FileRefusal || isOfSystem)) throw fault;
    throw RECORD_READ({ file: path, reason: faultReason(fault) });
  }
}

/** Use a file, and close it in any case. */
export async function withSource<T>(
  path: string,
  use: (source: ByteSource) => T | Promise<T>,
): Promise<T> {
  const { source, close } = openSource(path);
  try {
    return await use(source);
  } finally {
    close();
  }
}

/** Create a source from bytes in memory. */
export function sourceOfBytes(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** Create a source from bytes, or pass a source on. Throws `SL_DATA_OPTION` for other values. */
export function sourceOf(given: ByteSource | Uint8Array, reader: string): ByteSource {
  if (given instanceof Uint8Array) return sourceOfBytes("bytes", given);
  const isSource = typeof given === "object" && given !== null && typeof given.read === "function";
  if (isSource) return given;
  const expected = "bytes, or a source of them such as openSource(path).source";
  const got = typeof given === "string" ? `the text ${JSON.stringify(given)}` : typeof given;
  throw DATA_OPTION({ place: reader, expected, got });
}
