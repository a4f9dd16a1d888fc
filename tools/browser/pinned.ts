import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** npm packages that only tests of pages need, pinned by a lockfile. */
export interface Pinned {
  /** Folder of package.json and package-lock.json. */
  readonly from: string;
  /** Folder into which they are installed, and where they stay. */
  readonly to: string;
}

/** Install pinned packages unless they are already installed; returns whether they were. */
export function installPinned({ from, to }: Pinned): boolean {
  const stamp = join(to, "package-lock.json");
  const lock = readFileSync(join(from, "package-lock.json"), "utf8");
  const isFresh = existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
  if (isFresh && existsSync(join(to, "node_modules"))) return true;
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) {
    copyFileSync(join(from, file), join(to, file));
  }
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error } = spawnSync("npm", ["ci", ...options], { cwd: to, stdio: "inherit" });
  if (status === 0) return false;
  rmSync(to, { recursive: true, force: true });
  const reason = error?.message ?? `npm ci ended with ${status}`;
  throw new Error(`npm could not fetch what ${from} pins (${reason}).`);
}
