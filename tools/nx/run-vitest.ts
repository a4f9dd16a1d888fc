import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Failure } from "../failures.ts";

interface VitestReport {
  readonly testResults: readonly FileResult[];
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly ancestorTitles: readonly string[];
    readonly title: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** Tests of a file. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  readonly failures: readonly Failure[];
}

/** Run test files, or those whose paths contain a given text, and count each. */
export async function runVitest(
  root: string,
  files: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ counts: ReadonlyMap<string, Counts>; code: number }> {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-test-"));
  try {
    const file = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const args = ["run", ...reporters, ...files];
    const child = spawn("vitest", args, {
      cwd: root,
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const code = await new Promise<number>((resolve) => {
      child.on("error", () => resolve(1));
      child.on("close", (status) => resolve(status ?? 1));
    });
    const report = readJsonFile(file) as VitestReport | undefined;
    const counts = (report?.testResults ?? []).map((result) => {
      const name = relative(root, result.name).replaceAll("\\", "/");
      return [name, countsOf(name, result)] as const;
    });
    return { counts: new Map(counts), code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countsOf(file: string, result: FileResult): Counts {
  const others = result.assertionResults.filter(({ status }) => status !== "passed");
  // A skipped test counts as failed, as does a file that fails outside of its tests.
  const failures = others.map(({ status, ancestorTitles, title, failureMessages }) => ({
    name: [file, ...ancestorTitles, title].join(" > "),
    message: failureMessages.length === 0 ? status : failureMessages.join("\n"),
  }));
  const isOutside = failures.length === 0 && result.status === "failed";
  if (isOutside) failures.push({ name: file, message: result.message });
  return {
    passed: result.assertionResults.length - others.length,
    failed: failures.length,
    seconds: (result.endTime - result.startTime) / 1000,
    failures,
  };
}

/** Read a JSON file; undefined if it does not exist. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
