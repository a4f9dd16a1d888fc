// Compares with NEST and Brian2: creates a virtual environment from the pinned list, builds, runs pytest.
// Arguments are passed to pytest: `npx -y pnpm@12 test:python -k nest`; `--long` draws more cases
// (tools/python/oracle/draws.py),
// and runs what needs Ray, which is large. `--environment` only creates the environment.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { argumentsAfterHelp } from "./arguments.ts";
import { readJunit } from "./junit.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const root = resolve(import.meta.dirname, "..");
const folder = join(root, ".venv");
const lock = join(root, "tools/python/requirements.lock.txt");
const large = join(root, "tools/python/requirements-long.lock.txt");
const stamp = join(folder, "lock.sha256");
const usage = "[--long] [--environment] [OPTION-OF-PYTEST...]";
const given = argumentsAfterHelp("test:python", usage);
const isLong = given.includes("--long");
const isEnvironment = given.includes("--environment");
const windows = process.platform === "win32";
const python = join(folder, windows ? "Scripts/python.exe" : "bin/python");
const host = process.env["SPIKELOOM_PYTHON"] ?? (windows ? "python" : "python3");

/** Create the environment unless one with the same lock and the same Python exists. */
async function prepare(): Promise<StepResult> {
  const start = performance.now();
  const ok: StepResult = { name: "environment", passed: 1, failed: 0, seconds: 0 };
  const wanted = hashOf(execFileSync(host, ["-VV"], { encoding: "utf8" }), readFileSync(lock));
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return ok;
  rmSync(folder, { recursive: true, force: true });
  const made = await runStep("environment", [host, "-m", "venv", folder]);
  if (made.failed > 0) {
    console.error(
      `${host} could not make a virtual environment (Debian: apt install python3-venv).`,
    );
    return made;
  }
  const pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
  const installed = await runStep("environment", [...pip, "--no-deps", "-r", lock]);
  const checked = await runStep("environment", [python, "-m", "pip", "check"]);
  const failed = installed.failed + checked.failed > 0 ? 1 : 0;
  if (failed === 0) writeFileSync(stamp, wanted);
  return { ...ok, passed: 1 - failed, failed, seconds: (performance.now() - start) / 1000 };
}

function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** Add the packages that only long tests import; they are present if such tests ran before. */
async function prepareLong(): Promise<StepResult> {
  const pip = [python, "-m", "pip", "--disable-pip-version-check"];
  const installed = await runStep("ray", [...pip, "install", "--quiet", "--no-deps", "-r", large]);
  return installed.failed > 0 ? installed : await runStep("ray", [...pip, "check"]);
}

/** HDF5 readers with libraries of their own, which cannot coexist in a process. */
const apart = "tests/test_sonata_*.py";

/** Run tests; those that need a separate process run in one. */
async function runPytest(
  reports: string,
  { name, chosen }: { readonly name: string; readonly chosen: readonly string[] },
): Promise<StepResult> {
  const file = join(reports, `${name}.xml`);
  // Whole files per process, because fixtures of a file run all of its networks at once.
  const spread = ["--numprocesses=2", "--dist=loadfile"];
  const passedOn = given.filter((argument) => argument !== "--long");
  const options = [...spread, `--junitxml=${file}`, ...chosen, ...passedOn];
  const command = [python, "-m", "pytest", ...options];
  const compiled = join(root, "node_modules/.cache/compiled");
  const own = { SPIKELOOM_NODE: process.execPath, NODE_COMPILE_CACHE: compiled };
  const long = isLong ? { SPIKELOOM_LONG: "1" } : {};
  const env = { ...process.env, ...own, ...long };
  const done = await runStep(name, command, { cwd: join(root, "tools/python"), env });
  const report = readJunit(existsSync(file) ? readFileSync(file, "utf8") : "");
  // Exit code 5 means that nothing was collected.
  if (report === undefined || (report.failures.length === 0 && done.failed > 0)) {
    return { ...done, passed: 0, failed: 1 };
  }
  const { passed, failures } = report;
  return { ...done, passed, failed: failures.length, failures };
}

const reports = mkdtempSync(join(tmpdir(), "spikeloom-python-"));
try {
  const results = [await prepare()];
  if (isLong && results.every(({ failed }) => failed === 0)) results.push(await prepareLong());
  if (!isEnvironment && results.every((result) => result.failed === 0)) {
    results.push(await runStep("build", ["tsc", "-b", "packages/cli"]));
    results.push(await runStep("bundle", ["node", "tools/bundle-command.ts"]));
    results.push(await runPytest(reports, { name: "pytest", chosen: [`--ignore-glob=${apart}`] }));
    // If the arguments select tests, none may remain for the second process.
    if (given.every((argument) => argument === "--long")) {
      const chosen = globSync(apart, { cwd: join(root, "tools/python") });
      results.push(await runPytest(reports, { name: "sonata", chosen }));
    }
  }
  closeSteps(results);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
