import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A program to measure. */
export interface Runner {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Maximum number of repeats, for slow programs. */
  readonly most?: number;
  /** Runs only if the program of this name was measured. */
  readonly beside?: string;
}

/**
 * Numbers of one run: those of its last line, and of the whole process: `wall_s` from start to exit and, for
 * programs in Node and those that start some, `cpu_s` on all cores and `peak_mib` of memory.
 */
export type Measure = Readonly<Record<string, number>>;

/** One run of a program. */
export interface Run {
  readonly numbers: Measure;
  /** Hash of the spikes, if the program prints it. */
  readonly spikeHash: string | undefined;
  /** Where it ran, if the program prints it: the name of a graphics processor. */
  readonly place: string | undefined;
  /** Reason why a program that ran has no figures, if it prints one. */
  readonly unmeasured: string | undefined;
}

/** Run a program once; throws if it fails. */
export async function measure(runner: Runner): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-usage-"));
  try {
    const file = join(folder, "usage");
    const { out, wall } = await runOnce(runner, file);
    const line = lineOf(out);
    const numbers = { ...numbersOf(line), ...usageIn(file), wall_s: wall };
    const text = (key: string): string | undefined => textOf(line, key);
    const [spikeHash, place, unmeasured] = [text("spikeHash"), text("place"), text("unmeasured")];
    return { numbers, spikeHash, place, unmeasured };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOnce(
  { command, cwd, env, name }: Runner,
  usageFile: string,
): Promise<{ readonly out: string; readonly wall: number }> {
  const [program = "", ...rest] = command;
  const began = performance.now();
  const child = spawn(program, rest, {
    cwd,
    env: { ...process.env, ...env, ...withUsage(usageFile) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-2000);
  });
  let wall = 0;
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => {
      wall = (performance.now() - began) / 1000;
    });
    child.on("close", (status) => resolve(status ?? 1));
  });
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${reasonOf(errors || out)}`);
  return { out, wall };
}

/** Lets every Node process of a program write its resource use to a file. */
function withUsage(file: string): NodeJS.ProcessEnv {
  const script = join(import.meta.dirname, "usage.cjs").replaceAll("\\", "/");
  const options = [process.env["NODE_OPTIONS"] ?? "", `--require "${script}"`].join(" ");
  return { NODE_OPTIONS: options.trim(), SPIKELOOM_BENCH_USAGE: file };
}

/** Total resource use of a program's Node processes; empty if there were none. */
function usageIn(file: string): Measure {
  const text = readIfThere(file).trim();
  if (text === "") return {};
  const processes = text.split("\n").map((line) => JSON.parse(line) as Record<string, number>);
  const sum = (key: string): number =>
    processes.reduce((total, one) => total + (one[key] ?? Number.NaN), 0);
  return { peak_mib: sum("peak_mib"), cpu_s: sum("cpu_s") };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The line that names the error; Node and Python print others around it. */
function reasonOf(text: string): string {
  return /^(?:\w*Error\b|SL_[A-Z]|\s*"message").*$/m.exec(text)?.[0].trim() ?? lastLine(text);
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

/** The JSON object that a program printed; an empty one if there is none. */
function lineOf(out: string): unknown {
  // Some programs print lines before the numbers, and one prints the object over several lines.
  const text = out.startsWith("{") ? out : lastLine(out);
  return text.startsWith("{") ? JSON.parse(text) : {};
}

/** All numbers of a JSON object, nested ones by their path: `timing.simulate`. */
function numbersOf(line: unknown): Measure {
  const found: Record<string, number> = {};
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "number") found[path] = value;
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key);
  };
  visit(line, "");
  return found;
}

function textOf(line: unknown, key: string): string | undefined {
  const found = (line as Readonly<Record<string, unknown>>)[key];
  return typeof found === "string" ? found : undefined;
}
