import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "./problems.ts";
import { readPackages } from "./workspace.ts";

/** Return the command that packs every public package into a folder; build first. */
export function packCommand(folder: string): readonly [string, ...string[]] {
  // `-r` alone would also pack the private root of the workspace.
  const names = readPackages(workspaceRoot)
    .filter(({ manifest }) => manifest.private !== true)
    .flatMap(({ manifest }) => ["--filter", manifest.name]);
  return ["npx", "-y", "pnpm@12", ...names, "pack", "--pack-destination", folder];
}

/** Pack every public package into a folder; if pnpm fails, ends the process with its exit code. */
export function packInto(folder: string): void {
  const [program, ...args] = packCommand(folder);
  const { status } = spawnSync(program, args, {
    cwd: workspaceRoot,
    // pnpm lists each file of each package.
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Remove tarballs of an earlier call: npm would install them together with the new ones. */
export function removePacked(folder: string): void {
  const stale = readdirSync(folder).filter((name) => /^spikeloom-.*\.tgz$/.test(name));
  for (const name of stale) rmSync(join(folder, name));
}
