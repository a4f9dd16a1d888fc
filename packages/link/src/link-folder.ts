import { type BigIntStats, lstatSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { LINK_ARRAY } from "./errors.ts";

/** Valid file names of the link. */
export const linkFileName: RegExp = /^[\w-]{1,64}$/;

/**
 * Take over the folder that a client provides for arrays; returns a function that removes it.
 *
 * It must be a real and empty folder, so that its later contents belong to the link. The function removes files that
 * may be the link's, then the folder if it is empty; other files stay, and so does a different folder of the same name.
 */
export function takeFolder(path: string): () => void {
  const expected = "an empty folder for the link only, as an absolute path";
  const refuse = (got: string): Error => LINK_ARRAY({ place: "folder", expected, got });
  if (!isAbsolute(path)) throw refuse(JSON.stringify(path.slice(0, 200)));
  let taken: BigIntStats;
  let names: readonly string[];
  try {
    taken = lstatSync(path, { bigint: true });
    names = taken.isDirectory() ? readdirSync(path) : [];
  } catch (fault) {
    throw refuse(fault instanceof Error ? fault.message : String(fault));
  }
  if (!taken.isDirectory()) throw refuse("a file or a link");
  if (names.length > 0) throw refuse(`a folder with ${names.length} files`);
  return () => {
    try {
      const now = lstatSync(path, { bigint: true });
      if (!now.isDirectory() || now.dev !== taken.dev || now.ino !== taken.ino) return;
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        if (entry.isFile() && linkFileName.test(entry.name)) unlinkSync(join(path, entry.name));
      }
      rmdirSync(path);
    } catch {
      // Already removed, or it contains other files.
    }
  };
}
