import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isBuilt, scriptFlags } from "../../../tools/test/script-flags.ts";

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Arguments of Node for running the command. */
export const commandLine: readonly string[] = isBuilt
  ? [at("../dist/command/main.js")]
  : [...scriptFlags, at("../src/main.ts")];

const networks = fileURLToPath(new URL("networks/", import.meta.url));

/** Output and exit code of the command. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A separate folder for running the command. */
export interface Workplace {
  readonly folder: string;
  path(name: string): string;
  /** Run the command: in this process, which has loaded it, unless it needs a separate one. */
  run(...args: readonly string[]): Promise<Outcome>;
  /** Start the command in a separate process. */
  start(...args: readonly string[]): {
    readonly child: ChildProcess;
    readonly done: Promise<Outcome>;
  };
  remove(): void;
}

/**
 * Start the command and end it by a signal once its run has begun.
 *
 * Before the first step there is nothing to keep, and a busy machine takes longer to reach it. `isLate` judges by the
 * output whether enough was simulated; if not, the command starts again and runs longer.
 */
export async function stopped(
  place: Workplace,
  signal: NodeJS.Signals,
  args: readonly string[],
  isLate: (outcome: Outcome) => boolean = () => true,
): Promise<Outcome> {
  for (const seconds of [0.5, 2, 6, 15]) {
    const { child, done } = place.start(...args);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    child.kill(signal);
    const outcome = await done;
    const hasBegun = outcome.code !== null && !/SL_RUN_STOPPED/.test(printed(outcome));
    if (hasBegun && isLate(outcome)) return outcome;
  }
  throw new Error("the run never began");
}

function printed({ stdout, stderr }: Outcome): string {
  return stdout + stderr;
}

/** Path of a network next to this file. */
export function fixture(name: string): string {
  return join(networks, name);
}

/** Path of a model file among the examples of the specification. */
export function model(name: string): string {
  return fileURLToPath(new URL(`../../../specs/model/valid/${name}.json`, import.meta.url));
}

const saysPlots = (word: string): boolean => /^--(no-)?plots$/.test(word);

/**
 * Create an empty folder and functions to run the command there.
 *
 * Only with `plots: true` do commands draw plots: tests that do not need them take less time, and need not run again
 * when
 * drawing changes.
 */
export function workplace({ plots = false }: { readonly plots?: boolean } = {}): Workplace {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-cli-"));
  const asked = (args: readonly string[]): readonly string[] =>
    plots || !/^(run|train|sweep|profile)$/.test(args[0] ?? "") || args.some(saysPlots)
      ? args
      : [...args, "--no-plots"];
  const start: Workplace["start"] = (...args) => {
    const child = spawn(process.execPath, [...commandLine, ...asked(args)], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" },
    });
    return { child, done: outcomeOf(child) };
  };
  return {
    folder,
    path: (name) => join(folder, name),
    run: (...args) =>
      needsProcess(folder, args) ? start(...args).done : runHere(folder, asked(args)),
    start,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Contents of the modules of users that a command may have imported in this process. */
const imported = new Map<string, string>();

/**
 * Return whether a command needs a separate process: it limits the memory of its process, or imports a module of a user
 * that has changed since an earlier command, or the installed packages of a project.
 */
function needsProcess(folder: string, args: readonly string[]): boolean {
  const isModule = (name: string): boolean => /\.[cm]?[jt]s$/.test(name);
  const names = readdirSync(folder);
  const modules = [...names, ...args].filter(isModule).map((name) => resolve(folder, name));
  const changed = modules.filter((path) => {
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    const known = imported.get(path);
    imported.set(path, text);
    return known !== undefined && known !== text;
  });
  return (
    changed.length > 0 ||
    names.includes("package.json") ||
    args.some((word) => /^--memory\b/.test(word))
  );
}

/** The command in this process; calls wait for each other, because all print to the same streams. */
let last: Promise<unknown> = Promise.resolve();

/** Run the command in this process, in a folder, after earlier calls. */
export function runHere(folder: string, args: readonly string[]): Promise<Outcome> {
  const done = last.then(() => outcomeHere(folder, args));
  last = done.catch(() => undefined);
  return done;
}

async function outcomeHere(folder: string, args: readonly string[]): Promise<Outcome> {
  const { main } = await import("../src/command.ts");
  const printed = { stdout: "", stderr: "" };
  const home = process.cwd();
  const noColour = process.env["NO_COLOR"];
  const restore = (["stdout", "stderr"] as const).map((name) => capture(name, printed));
  process.env["NO_COLOR"] = "1";
  process.chdir(folder);
  try {
    const code = await main(args);
    return { code, stdout: printed.stdout, stderr: printed.stderr };
  } finally {
    process.chdir(home);
    if (noColour === undefined) delete process.env["NO_COLOR"];
    else process.env["NO_COLOR"] = noColour;
    for (const one of restore) one();
  }
}

/** Capture the output of a stream of this process; returns a function that restores it. */
function capture(
  name: "stdout" | "stderr",
  printed: { stdout: string; stderr: string },
): () => void {
  const stream = process[name];
  const listeners = stream.listeners("error");
  const { write } = stream;
  const decoder = new TextDecoder();
  stream.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    printed[name] += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const written = rest.at(-1);
    if (typeof written === "function") queueMicrotask(() => written());
    return true;
  };
  return () => {
    stream.write = write;
    for (const one of stream.listeners("error")) {
      if (!listeners.includes(one)) stream.off("error", one as () => void);
    }
  };
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
