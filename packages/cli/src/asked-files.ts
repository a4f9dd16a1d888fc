import { closeSync, openSync, readSync } from "node:fs";
import type { ByteSource, FormatFile } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";

/** Files that a simulation itself requests, in addition to the result. */
export interface AskedFiles {
  /** Write them from the result of the run; returns the paths. */
  write(result: string): Promise<readonly string[]>;
}

/** Formats whose files name the output files of a simulation. */
export type AskingFormat = "lems" | "sonata";

/** Files that a simulation requests, by the names that its format gives them. */
export interface FileRequest {
  /** Folder that the names are relative to, and that must contain all files. */
  readonly folder: string;
  readonly names: readonly string[];
  /** The files by these names. */
  files(result: Result): Iterable<FormatFile> | AsyncIterable<FormatFile>;
}

/** Reads a request from a file; returns undefined if it requests nothing. */
export type ReadRequest = (
  source: ByteSource,
  use: { readonly file: string; readonly beside: (name: string) => Promise<ByteSource> },
) => Promise<FileRequest | undefined>;

const looked = 2 ** 14;

/** Detect by its start the format of a file that names output files; undefined for all others. */
export function asksForFiles(file: string): AskingFormat | undefined {
  if (!/\.(xml|json)$/i.test(file)) return undefined;
  const start = startOf(file);
  if (/<Lems[\s>]/.test(start)) return "lems";
  const isForeign = /^\ufeff?\s*\{/.test(start) && !/"format"\s*:\s*"spikeloom-/.test(start);
  const isCircuit = /"networks?"\s*:/.test(start) && /"(?:simulation|run)"\s*:/.test(start);
  return isForeign && isCircuit ? "sonata" : undefined;
}

function startOf(file: string): string {
  const bytes = new Uint8Array(looked);
  try {
    const opened = openSync(file, "r");
    try {
      const count = readSync(opened, bytes, 0, looked, 0);
      return new TextDecoder().decode(bytes.subarray(0, count));
    } finally {
      closeSync(opened);
    }
  } catch {
    // Loading the network reports what is wrong.
    return "";
  }
}
