import { encodeNpy } from "./npy.ts";
import { call, type Python } from "./python/layout.ts";
import { pythonText } from "./python/literals.ts";

/** Array files of a script. */
export interface DataFiles {
  /** Contents by file name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Store an array and return the code that reads it. */
  keep(name: string, values: Float64Array, columns?: number): Python;
}

/** Collect the array files of a script, under plain names. */
export function dataFiles(): DataFiles {
  const files = new Map<string, Uint8Array>();
  const freeName = (name: string): string => {
    const plain = name
      .toLowerCase()
      .replaceAll("->", " to ")
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 60);
    const stem = plain === "" ? "array" : plain;
    let file = `${stem}.npy`;
    for (let number = 2; files.has(file); number++) file = `${stem}-${number}.npy`;
    return file;
  };
  return {
    files,
    keep(name, values, columns) {
      const file = freeName(name);
      files.set(file, encodeNpy(columns === undefined ? { values } : { values, columns }));
      return call("load", pythonText(file));
    },
  };
}
