import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The files written by `make-files.py` and `make-packed-files.py`. */
type MadeFile =
  | ("earliest" | "latest" | "outside" | "bomb" | "packed")
  | ("types-earliest" | "types-latest");

/** Unpack a file that `make-files.py` wrote with h5py. */
export function madeByH5py(name: MadeFile): Uint8Array {
  return gunzipSync(readFileSync(new URL(`files/${name}.h5.gz`, import.meta.url)));
}

/** Unpack a file that `../nwb/make-files.py` wrote with pynwb. */
export function madeByPynwb(name: "sweeps" | "units"): Uint8Array {
  return gunzipSync(readFileSync(new URL(`../nwb/files/${name}.nwb.gz`, import.meta.url)));
}

/** A separate folder. */
export interface Folder {
  readonly path: string;
  at(name: string): string;
  write(name: string, bytes: Uint8Array | string): string;
  remove(): void;
}

/** Make an empty folder. */
export function emptyFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "spikeloom-read-"));
  const at = (name: string): string => join(path, name);
  return {
    path,
    at,
    write(name, bytes) {
      writeFileSync(at(name), bytes);
      return at(name);
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}
