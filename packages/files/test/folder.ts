import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder. */
export interface Folder {
  readonly path: string;
  at(name: string): string;
  write(name: string, text: string): string;
  remove(): void;
}

/** Make an empty folder. */
export function emptyFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "spikeloom-files-"));
  const at = (name: string): string => join(path, name);
  return {
    path,
    at,
    write(name, text) {
      writeFileSync(at(name), text);
      return at(name);
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}
