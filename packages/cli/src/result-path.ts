import { extname } from "node:path";
import { USAGE } from "./errors.ts";

/** Extensions of files that are not HDF5; tables and pictures are next to a result. */
const others: ReadonlySet<string> = new Set([".csv", ".parquet", ".svg", ".png", ".nwb"]);

/** Refuse a name of a result whose extension is that of another kind of file. */
export function checkResultPath(out: string): void {
  if (!others.has(extname(out).toLowerCase())) return;
  const message = `Results are HDF5, and ${JSON.stringify(out)} names another kind of file.`;
  const next = "Let --out end with .h5; --format nwb or csv also writes the result in that format.";
  throw USAGE({ message: `${message} ${next}` });
}
