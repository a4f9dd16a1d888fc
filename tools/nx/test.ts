// Tests packages by one run of vitest, which is faster than one for each, because they share loaded modules.
// Of a package that changed, or that uses one, only those files run whose own modules and fixtures changed.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BatchContext, BatchGraph, TaskEnd } from "./batch.ts";
import { type Counts, readJsonFile, runVitest } from "./run-vitest.ts";
import { readTestKeys } from "./test-keys.ts";
import { reportPath, type TestReport } from "./test-report.ts";

interface Kept {
  readonly key: string;
  readonly passed: number;
}

/** Test the packages of a batch and report each. */
export async function* runAll(
  graph: BatchGraph,
  _inputs: unknown,
  _overrides: unknown,
  { root }: BatchContext,
): AsyncGenerator<TaskEnd> {
  const tasks = Object.values(graph.tasks);
  const keys = readTestKeys(root);
  const store = join(root, "node_modules/.cache/tests/passed.json");
  const kept = (readJsonFile(store) ?? {}) as Record<string, Kept>;
  const surroundings = [
    process.version,
    process.env["SPIKELOOM_LONG"],
    process.env["FAST_CHECK_SEED"],
  ];
  const keyOf = (file: string): string => `${keys.keyOf(file)} ${surroundings.join(" ")}`;
  const wanted = tasks.flatMap(({ projectRoot }) => keys.filesOf(projectRoot));
  const keyed = new Map(wanted.map((file) => [file, keyOf(file)]));
  const isAsked = process.env["SPIKELOOM_TEST_ALL"] !== undefined;
  const run = wanted.filter((file) => isAsked || kept[file]?.key !== keyed.get(file));
  if (run.length < wanted.length) {
    console.log(
      `${wanted.length - run.length} files passed before and reach nothing that has changed`,
    );
  }
  const none = { counts: new Map<string, Counts>(), code: 0 };
  const { counts, code } = run.length === 0 ? none : await runVitest(root, run, plainEnv());
  for (const file of run) {
    const { passed, failed } = counts.get(file) ?? notRun(file);
    if (failed > 0) delete kept[file];
    else kept[file] = { key: keyed.get(file) ?? "", passed };
  }
  mkdirSync(dirname(store), { recursive: true });
  writeFileSync(store, JSON.stringify(kept));
  for (const { id, projectRoot } of tasks) {
    const files = keys.filesOf(projectRoot);
    const ran = files.filter((file) => run.includes(file));
    const of = ran.map((file) => counts.get(file) ?? notRun(file));
    const sum = (key: "passed" | "failed" | "seconds"): number =>
      of.reduce((total, one) => total + one[key], 0);
    const before = files
      .filter((file) => !run.includes(file))
      .map((file) => kept[file]?.passed ?? 0);
    const report: TestReport = {
      run: process.env["SPIKELOOM_TEST_RUN"] ?? "",
      passed: sum("passed"),
      failed: sum("failed"),
      seconds: sum("seconds"),
      files: Object.fromEntries(ran.map((file) => [file, counts.get(file)?.seconds ?? 0])),
      failures: of.flatMap(({ failures }) => failures),
      kept: before.reduce((total, passed) => total + passed, 0),
    };
    const place = join(root, reportPath(projectRoot));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, JSON.stringify(report));
    const success = report.failed === 0;
    yield { task: id, result: { success, terminalOutput: "" } };
  }
  const failed = [...counts.values()].some((count) => count.failed > 0);
  if (code !== 0 && !failed)
    throw new Error(`vitest ended with ${code} and reports no failed test`);
}

/** The counts of a file that vitest did not report. */
function notRun(file: string): Counts {
  const failures = [{ name: file, message: "vitest reports nothing of this file" }];
  return { passed: 0, failed: 1, seconds: 0, failures };
}

/** The environment without the variables that nx adds: processes that tests start would print in colour. */
function plainEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => name !== "FORCE_COLOR" && !/^NX_/.test(name),
  );
  return Object.fromEntries(kept);
}
