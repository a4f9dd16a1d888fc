import type { ByteSource } from "@spikeloom/kernel";
import { headerFields, readTextHeader } from "../text-header.ts";

/** Header of an AEDAT file up to version 3.1: lines that start with `#`. */
export interface AedatHeader {
  readonly lines: readonly string[];
  /** Byte offset of the data. */
  readonly end: number;
  readonly version: string | undefined;
  readonly fields: ReadonlyMap<string, string>;
}

/** Read the lines at the start of an AEDAT file. */
export async function readAedatHeader(source: ByteSource): Promise<AedatHeader> {
  const { lines, end } = await readTextHeader(source, { mark: 0x23, last: "!END-HEADER" });
  const version = aedatVersion(lines[0] ?? "");
  return { lines, end, version, fields: headerFields(lines, ":") };
}

/** Read the version of an AEDAT file from its first bytes; undefined for other files. */
export function versionOfHead(head: Uint8Array): string | undefined {
  const text = new TextDecoder("latin1").decode(head.subarray(0, 64));
  return text.startsWith("#") ? aedatVersion(text.slice(1)) : undefined;
}

function aedatVersion(line: string): string | undefined {
  return /^\s*!AER-DAT(\d+\.\d+)/.exec(line)?.[1];
}
