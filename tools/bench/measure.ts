import { spawn } from "node:child_process";

/** A program that is measured. */
export interface Runner {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Most repeats, for programs that take long. */
  readonly most?: number;
}

/** Numbers of one run: those of its last line, and `wall_s` from start to exit. */
export type Measure = Readonly<Record<string, number>>;

/** Run a program once; throws where it fails. */
export async function measure({ command, cwd, env, name }: Runner): Promise<Measure> {
  const [program = "", ...rest] = command;
  const began = performance.now();
  const child = spawn(program, rest, {
    cwd,
    env: { ...process.env, ...env },
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
  return { ...numbersOf(out), wall_s: wall };
}

/** The line that names the error; Node and Python print others around it. */
function reasonOf(text: string): string {
  return /^(?:\w*Error\b|SL_[A-Z]|\s*"message").*$/m.exec(text)?.[0].trim() ?? lastLine(text);
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

/** All numbers of a JSON object, those of objects inside it by their path: `timing.simulate`. */
function numbersOf(out: string): Measure {
  // Some programs print lines before the one with their numbers, and one prints it over several lines.
  const text = out.startsWith("{") ? out : lastLine(out);
  if (!text.startsWith("{")) return {};
  const found: Record<string, number> = {};
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "number") found[path] = value;
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key);
  };
  visit(JSON.parse(text), "");
  return found;
}
