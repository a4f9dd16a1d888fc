import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/** List the files that are read for a data file or folder, so that none is overwritten. */
export function dataFiles(path: string): readonly string[] {
  if (!existsSync(path)) return [path];
  if (statSync(path).isDirectory()) {
    return readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name));
  }
  // The header of a WFDB record names the files of its signals and segments.
  if (extname(path).toLowerCase() !== ".hea" || !statSync(path).isFile()) return [path];
  const named = readFileSync(path, "latin1")
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/)[0] ?? "");
  return [path, ...named.flatMap((name) => namedBeside(path, name))];
}

function namedBeside(header: string, name: string): readonly string[] {
  if (name === "" || name.startsWith("#")) return [];
  return [name, `${name}.hea`, `${name}.dat`]
    .map((one) => join(dirname(header), one))
    .filter((one) => existsSync(one));
}
