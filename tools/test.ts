// Builds every package, runs the tests that changed since they last passed, and closes with one line of counts.
// Paths and options are passed to vitest: `npx -y pnpm@12 test packages/units/` runs these files, whatever has passed
// before.
// `--long` draws far more cases (tools/test/draws.ts); `--all` runs every test; NX_BASE names a commit: only
// packages that differ from it are tested.
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { argumentsAfterHelp } from "./arguments.ts";
import { bundleForTests } from "./bundle-for-tests.ts";
import { runTarget } from "./nx/run.ts";
import { runVitest } from "./nx/run-vitest.ts";
import { reportPath, type TestReport } from "./nx/test-report.ts";
import { workspaceRoot } from "./problems.ts";
import { closeSteps, type StepResult } from "./steps.ts";
import { unmatchedPaths } from "./unmatched-paths.ts";
import { readPackages } from "./workspace.ts";

const given = argumentsAfterHelp("test", "[FILE...] [--long] [--all] [OPTION-OF-VITEST...]");
const options = given.filter((argument) => argument !== "--long" && argument !== "--all");
const folders = [...readPackages(workspaceRoot).map(({ folder }) => folder), "examples", "tools"];
const base = process.env["NX_BASE"];
const run = randomUUID();
const env: Record<string, string | undefined> = {
  // Tests start some thousand workers and commands from their sources, which Node then need not compile again.
  NODE_COMPILE_CACHE: resolve(workspaceRoot, "node_modules/.cache/compiled"),
};
Object.assign(env, process.env, { SPIKELOOM_TEST_RUN: run });
if (given.includes("--long")) env["SPIKELOOM_LONG"] = "1";

/** Test all projects through nx and return a row for each. */
async function testProjects(): Promise<readonly StepResult[]> {
  const tested = folders.filter((folder) => testsIn(folder).length > 0);
  // nx restores results from its cache.
  for (const folder of tested) rmSync(join(workspaceRoot, reportPath(folder)), { force: true });
  const start = performance.now();
  const code = await runTarget("test", { base, env });
  const seconds = (performance.now() - start) / 1000;
  const rows = tested.flatMap((folder) => rowOf(folder) ?? []);
  printSlowest(tested.flatMap((folder) => Object.entries(readReport(folder)?.files ?? {})));
  const left = tested.filter((folder) => !existsSync(join(workspaceRoot, reportPath(folder))));
  if (base === undefined) {
    rows.push(
      ...left.map((name) => ({ name, passed: 0, failed: 1, seconds: 0, note: "no report" })),
    );
  } else if (left.length > 0) {
    console.log(`The same as at ${base}, and not tested: ${left.join(" ")}`);
  }
  // If nx or vitest fails outside the tests of a project.
  const failed = rows.some((row) => row.failed > 0);
  if (code !== 0 && !failed) rows.push({ name: "nx", passed: 0, failed: 1, seconds });
  return rows;
}

function testsIn(folder: string): readonly string[] {
  const place = join(workspaceRoot, folder, folder === "examples" ? "" : "test");
  const names = existsSync(place) ? readdirSync(place, { recursive: true, encoding: "utf8" }) : [];
  return names
    .filter((name) => name.endsWith(".test.ts") && !name.includes("node_modules"))
    .map((name) => relative(workspaceRoot, join(place, name)).replaceAll("\\", "/"));
}

/** Print the ten slowest files of this run, so that a suite that grows shows where. */
function printSlowest(files: readonly (readonly [file: string, seconds: number])[]): void {
  if (files.length === 0) return;
  const all = files.reduce((sum, [, seconds]) => sum + seconds, 0);
  console.log(
    `\n${files.length} test files took ${all.toFixed(0)} s, one after another; the slowest:`,
  );
  for (const [file, seconds] of files.toSorted(([, a], [, b]) => b - a).slice(0, 10)) {
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${file}`);
  }
}

/** Read the report of a folder; without files if nx took it from its cache. */
function readReport(folder: string): TestReport | undefined {
  const file = join(workspaceRoot, reportPath(folder));
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, "utf8")) as TestReport;
  return report.run === run ? report : { ...report, seconds: 0, files: {} };
}

function rowOf(folder: string): StepResult | undefined {
  const report = readReport(folder);
  if (report === undefined) return undefined;
  const { seconds } = report;
  const passed = report.passed + report.kept;
  const cached = report.run === run ? report.kept : passed;
  const note = cached === 0 ? undefined : `${cached} passed before and are unchanged`;
  const { failed, failures } = report;
  return { name: folder, passed, failed, seconds, note, failures };
}

/** Run the files named by the arguments. */
async function testNamed(): Promise<readonly StepResult[]> {
  const { counts, code } = await runVitest(workspaceRoot, options, env);
  const rows: StepResult[] = [...counts].map(([name, count]) => ({ name, ...count }));
  const failed = rows.some((row) => row.failed > 0);
  if (code !== 0 && !failed) rows.push({ name: "vitest", passed: 0, failed: 1, seconds: 0 });
  return rows;
}

const unmatched = unmatchedPaths(options, folders.flatMap(testsIn), workspaceRoot);
if (unmatched.length > 0) {
  const note = `no test file has ${unmatched.map((path) => `"${path}"`).join(" or ")} in its path`;
  closeSteps([{ name: "paths", passed: 0, failed: 1, seconds: 0, note }]);
  process.exit();
}
const start = performance.now();
const built = (await runTarget("build")) === 0 ? 1 : 0;
const seconds = (performance.now() - start) / 1000;
// Tests start the built command, and bundled workers, if they are as new as the sources.
if (built === 1) {
  await bundleForTests(workspaceRoot);
  env["SPIKELOOM_BUILT"] = "1";
}
if (given.includes("--all")) env["SPIKELOOM_TEST_ALL"] = run;
const build = { name: "build", passed: built, failed: 1 - built, seconds };
closeSteps([build, ...(options.length > 0 ? await testNamed() : await testProjects())]);
