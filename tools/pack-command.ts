import { workspaceRoot } from "./problems.ts";
import { readPackages } from "./workspace.ts";

/** Give the command that packs every public package into a folder; build first. */
export function packCommand(folder: string): readonly [string, ...string[]] {
  // `-r` alone would also pack the private root of the workspace.
  const names = readPackages(workspaceRoot)
    .filter(({ manifest }) => manifest.private !== true)
    .flatMap(({ manifest }) => ["--filter", manifest.name]);
  return ["npx", "-y", "pnpm@12", ...names, "pack", "--pack-destination", folder];
}
