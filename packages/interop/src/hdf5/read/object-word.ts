import type { Hdf5Object } from "./open-file.ts";

/** Describe the object at a path, for errors. */
export function objectWord(found: Hdf5Object | undefined): string {
  if (found === undefined) return "nothing";
  return found.kind === "other" ? "another object" : `a ${found.kind}`;
}
