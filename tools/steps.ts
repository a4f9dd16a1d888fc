import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  describeFailures,
  endOfOutput,
  type Failure,
  failuresVariable,
  passOnFailures,
  readFailures,
} from "./failures.ts";

/** Result of one step of a longer run. */
export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** Printed next to the counts. */
  readonly note?: string | undefined;
  /** Failures, as far as they are known. */
  readonly failures?: readonly Failure[];
}

export interface StepOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** If given, all output of the command is printed under it when the command ends. */
  readonly heading?: string | undefined;
}

/**
 * Run a command, pass its output on, and count what it reports.
 *
 * A closing line `N passed, N failed` gives the counts; a command without one counts as one.
 * An exit code that contradicts the line (zero failed, yet not 0) adds one failure.
 * A command that ends with `closeSteps` lists its failures; for any other, the end of its output is the message.
 */
export async function runStep(
  name: string,
  command: readonly string[],
  { heading, ...options }: StepOptions = {},
): Promise<StepResult> {
  const start = performance.now();
  const [program = "", ...rest] = command;
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-step-"));
  const listed = join(folder, "failures.json");
  const child = spawn(program, rest, {
    ...options,
    env: Object.assign({}, options.env ?? process.env, { [failuresVariable]: listed }),
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const held: string[] = [];
  let tail = "";
  let ending = "";
  const pass = (text: string, stream: NodeJS.WriteStream): void => {
    if (heading === undefined) stream.write(text);
    else held.push(text);
    ending = (ending + text).slice(-4000);
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    pass(text, process.stdout);
    tail = (tail + text).slice(-4000);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => pass(text, process.stderr));
  const code = await new Promise<number>((resolve) => {
    child.on("error", (error) => {
      pass(`${name}: ${error.message}\n`, process.stderr);
      resolve(1);
    });
    child.on("close", (status) => resolve(status ?? 1));
  });
  if (heading !== undefined) process.stdout.write(`${heading}\n${held.join("")}`);
  const counts = countOf(tail, code);
  const found = readFailures(listed);
  rmSync(folder, { recursive: true, force: true });
  const isUnlisted = counts.failed > 0 && found.length === 0;
  const failures = isUnlisted ? [{ name, message: endOfOutput(ending) }] : found;
  return { name, ...counts, seconds: (performance.now() - start) / 1000, failures };
}

/** Count the passed and failed cases of a command from its last lines and its exit code. */
export function countOf(output: string, code: number): { passed: number; failed: number } {
  // pnpm adds its own lines after the closing line of a failed script.
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (found === undefined) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const passed = Number(found[1]);
  const failed = Number(found[2]);
  const silent = code !== 0 && failed === 0;
  return { passed, failed: silent ? 1 : failed };
}

/** Print a table of steps, the failures, and the closing line; set the exit code. */
export function closeSteps(results: readonly StepResult[]): void {
  const width = Math.max(...results.map((result) => result.name.length), 4);
  console.log();
  for (const { name, passed, failed, seconds, note } of results) {
    const mark = failed === 0 ? "ok    " : "FAILED";
    const counts = passed + failed === 1 ? "" : `${passed} passed, ${failed} failed`;
    console.log(
      `${mark} ${name.padEnd(width)} ${seconds.toFixed(1).padStart(6)} s  ${[counts, note].filter(Boolean).join("; ")}`,
    );
  }
  const failures = results.flatMap(failuresOf);
  for (const line of describeFailures(failures)) console.log(line);
  passOnFailures(failures);
  const sum = (key: "passed" | "failed"): number =>
    results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 && results.length > 0 ? 0 : 1;
}

/** The failures of a step, prefixed with its name unless they already start with it. */
function failuresOf({ name, failed, note, failures = [] }: StepResult): readonly Failure[] {
  // A child process of a passed test may have listed some.
  if (failed === 0) return [];
  if (failures.length === 0) return [{ name, message: note ?? "" }];
  return failures.map((failure) =>
    failure.name.startsWith(name)
      ? failure
      : { name: `${name} > ${failure.name}`, message: failure.message },
  );
}
