// Packs every public package and lets publint and attw look at the tarballs; build first.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workspaceRoot } from "./problems.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";
import { readPackages } from "./workspace.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-pack-"));
const results: StepResult[] = [];
try {
  // `-r` alone would also pack the private root of the workspace.
  const names = readPackages(workspaceRoot)
    .filter(({ manifest }) => manifest.private !== true)
    .flatMap(({ manifest }) => ["--filter", manifest.name]);
  const pnpm = ["npx", "-y", "pnpm@12", ...names, "pack", "--pack-destination", folder];
  results.push(await runStep("pack", pnpm));
  for (const file of readdirSync(folder)) {
    const tarball = join(folder, file);
    results.push(await runStep(`publint ${file}`, ["publint", tarball, "--strict"]));
    const attw = ["attw", tarball, "--profile", "esm-only", "--quiet"];
    results.push(await runStep(`attw ${file}`, attw));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
closeSteps(results);
