import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Return a key that identifies the file of a path: two paths refer to one file if their keys are equal.
 *
 * An existing file is identified by device and inode, a missing one by its folder and name.
 */
export function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found !== undefined) return `${found.dev}:${found.ino}`;
  const whole = resolve(path);
  const folder = statSync(dirname(whole), { throwIfNoEntry: false });
  const place = folder === undefined ? whole : join(realpathSync(dirname(whole)), basename(whole));
  // Most file systems of these platforms ignore letter case.
  return foldsCase ? place.toLowerCase() : place;
}

const foldsCase = process.platform === "win32" || process.platform === "darwin";
