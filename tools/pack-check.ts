// Packs every public package, and all in one, and checks the tarballs with publint and attw; build first.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { packCommand } from "./pack-command.ts";
import { packSelfContained } from "./pack-self-contained.ts";
import { workspaceRoot } from "./problems.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

readToolArguments("tools/pack-check.ts");
const folder = mkdtempSync(join(tmpdir(), "spikeloom-pack-"));
const results: StepResult[] = [];
try {
  results.push(await runStep("pack", packCommand(folder)));
  const whole = await packSelfContained(workspaceRoot, join(folder, "self-contained"));
  const each = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  for (const tarball of [...each.map((file) => join(folder, file)), whole]) {
    const file = relative(folder, tarball);
    results.push(await runStep(`publint ${file}`, ["publint", tarball, "--strict"]));
    const attw = ["attw", tarball, "--profile", "esm-only", "--quiet"];
    results.push(await runStep(`attw ${file}`, attw));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
closeSteps(results);
