// Packs every public package and lets publint and attw look at the tarballs; build first.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packCommand } from "./pack-command.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-pack-"));
const results: StepResult[] = [];
try {
  results.push(await runStep("pack", packCommand(folder)));
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
