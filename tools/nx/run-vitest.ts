import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Tests of a file. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Run test files, or those whose paths contain what is given, and count each. */
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
      const passed = result.assertionResults.filter(({ status }) => status === "passed").length;
      // A skipped test counts as failed, as does a file that fails outside of its tests.
      const others = result.assertionResults.length - passed;
      const failed = others === 0 && result.status === "failed" ? 1 : others;
      const seconds = (result.endTime - result.startTime) / 1000;
      const name = relative(root, result.name).replaceAll("\\", "/");
      return [name, { passed, failed, seconds }] as const;
    });
    return { counts: new Map(counts), code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Read a JSON file; undefined where there is none. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
