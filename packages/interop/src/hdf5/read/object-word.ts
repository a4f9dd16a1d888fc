import type { Hdf5Object } from "./open-file.ts";

/** Say what stands at a place of a file, for errors. */
export function objectWord(found: Hdf5Object | undefined): string {
  if (found === undefined) return "nothing";
  return found.kind === "other" ? "another object" : `a ${found.kind}`;
}
