// Builds everything, runs all TypeScript tests, and closes with one line of counts.
// Arguments go to vitest: `npx -y pnpm@12 test packages/units/`; `--long` draws far more cases (tools/test/draws.ts).
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly object[];
  }[];
}

// Tests start some thousand workers and commands from their sources, which Node then need not compile again.
const compiled = resolve(import.meta.dirname, "../node_modules/.cache/compiled");
const given = process.argv.slice(2);
const env = {
  NODE_COMPILE_CACHE: compiled,
  ...process.env,
  ...(given.includes("--long") ? { SPIKELOOM_LONG: "1" } : {}),
};

/** Run vitest; tests start the built command where it is as new as the sources, in a third of the time. */
async function runVitest(folder: string, isBuilt: boolean): Promise<StepResult> {
  const file = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const passed = given.filter((argument) => argument !== "--long");
  const command = ["vitest", "run", ...reporters, ...passed];
  const started = isBuilt ? { ...env, SPIKELOOM_BUILT: "1" } : env;
  const done = await runStep("vitest", command, { env: started });
  const report = readReport(file);
  if (report === undefined) return { ...done, passed: 0, failed: 1 };
  // A file that fails before its first test counts as one failure.
  const broken = report.testResults.filter(
    (result) => result.status === "failed" && result.assertionResults.length === 0,
  );
  const skipped = report.numPendingTests;
  if (skipped > 0) console.error(`${skipped} tests were skipped, which no test may be.`);
  const failed = report.numFailedTests + broken.length + skipped;
  return {
    ...done,
    passed: report.numPassedTests,
    failed: failed === 0 && done.failed > 0 ? 1 : failed,
  };
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  } catch {
    return undefined;
  }
}

const folder = mkdtempSync(join(tmpdir(), "spikeloom-test-"));
try {
  const build = await runStep("build", ["tsc", "-b"]);
  const bundle = await runStep("bundle", ["node", "tools/bundle-command.ts"]);
  const isBuilt = build.failed + bundle.failed === 0;
  closeSteps([build, bundle, await runVitest(folder, isBuilt)]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
