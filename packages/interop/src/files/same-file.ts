import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Name the file that a path leads to: two paths are of one file where their names are equal.
 *
 * A file that is there is known by its disk and number, whatever links or letters lead to it; one that is not,
 * by its folder and name.
 */
export function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found !== undefined) return `${found.dev}:${found.ino}`;
  const whole = resolve(path);
  const folder = statSync(dirname(whole), { throwIfNoEntry: false });
  const place = folder === undefined ? whole : join(realpathSync(dirname(whole)), basename(whole));
  // Most disks of these systems take letters of either case for one.
  return foldsCase ? place.toLowerCase() : place;
}

const foldsCase = process.platform === "win32" || process.platform === "darwin";
