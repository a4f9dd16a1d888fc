import { dirname, resolve } from "node:path";
import { type ByteSource, type FilesBeside, FORMAT_OUTSIDE } from "@spikeloom/kernel";
import { isInside, openPlainFile, type PlainFile } from "./plain-file.ts";
import { sourceOfFile } from "./source-of-file.ts";

/** Files opened next to another one, closed together. */
export interface OpenBeside {
  readonly beside: FilesBeside;
  /** Paths opened so far. */
  opened(): readonly string[];
  close(): void;
}

/**
 * Open files in the folder of the file being read, for `readFormat`.
 *
 * Links are followed, but must not lead out of the folder unless allowed: `SL_FORMAT_OUTSIDE`.
 */
export function openBeside(file: string, allowOutside = false): OpenBeside {
  const folder = dirname(file);
  const open = new Map<string, PlainFile>();
  const source = (name: string): ByteSource => {
    const path = resolve(folder, name);
    if (!(allowOutside || isInside(path, folder))) throw FORMAT_OUTSIDE({ place: file, name });
    const plain = open.get(path) ?? openPlainFile(path);
    open.set(path, plain);
    return sourceOfFile(name, plain);
  };
  return {
    beside: async (name) => source(name),
    opened: () => [...open.keys()],
    close() {
      for (const plain of open.values()) plain.close();
    },
  };
}
