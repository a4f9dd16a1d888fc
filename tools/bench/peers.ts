import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Runner } from "./measure.ts";

/** The other simulators: those that can run here, and why the others cannot. */
export interface Peers {
  /** A runner for a script with its arguments; undefined if it cannot run. */
  find(script: string, args?: readonly string[]): Runner | undefined;
  /** Reason why a script cannot run, whatever its arguments. */
  missing(program: string): string;
}

/** The folder `peers/simulation` of a folder next to the repository. */
export function peersBeside(root: string): string | undefined {
  const parent = join(root, "..");
  return readdirSync(parent)
    .map((name) => join(parent, name, "peers", "simulation"))
    .find((folder) => existsSync(folder));
}

/** Determine which peers can run: compiles the C program into `scratch`, and checks Python for its modules. */
export function findPeers({
  folder,
  root,
  scratch,
}: {
  readonly folder: string | undefined;
  readonly root: string;
  readonly scratch: string;
}): Peers {
  const reasons = new Map<string, string>();
  const python = pythonOf(root);
  const commandOf = (script: string): readonly string[] | string => {
    if (folder === undefined)
      return "no folder peers/simulation beside the repository; use --peers";
    const file = join(folder, script);
    if (!existsSync(file)) return "not in the folder of peers";
    if (script.startsWith("../training/")) return trainingCommand(file);
    if (script.endsWith(".c")) return compileC(file, join(scratch, script.slice(0, -2)));
    const module = script.endsWith("_nest.py") ? "nest" : "brian2";
    if (hasModule(python, module)) return [python, file];
    return `${module} is not in .venv; test:python makes it`;
  };
  const commands = new Map<string, readonly string[] | string>();
  const known = (script: string): readonly string[] | string => {
    const command = commands.get(script) ?? commandOf(script);
    commands.set(script, command);
    if (typeof command === "string") reasons.set(script, command);
    return command;
  };
  return {
    find(script, args = []) {
      const command = known(script);
      if (typeof command === "string") return undefined;
      // The folder may be read-only, and Brian2 prints the output of its compiler.
      const env = { PYTHONDONTWRITEBYTECODE: "1" };
      return { name: script, command: [...command, ...args], cwd: scratch, env };
    },
    missing: (program) => reasons.get(program.split(" ", 1).join("")) ?? "not run",
  };
}

/** Training libraries take gigabytes, so they have a separate environment. */
function trainingCommand(file: string): readonly string[] | string {
  const python = process.env["SPIKELOOM_TRAINING_PYTHON"];
  if (python !== undefined && hasModule(python, "spyx")) return [python, file];
  return "SPIKELOOM_TRAINING_PYTHON names no Python with spyx";
}

/** The Python of the comparison tests. */
export function pythonOf(root: string): string {
  return join(root, ".venv", process.platform === "win32" ? "Scripts" : "bin", "python");
}

function compileC(file: string, program: string): readonly string[] | string {
  try {
    const args = ["-O3", "-march=native", file, "-lm", "-o", program];
    execFileSync(process.env["CC"] ?? "cc", args, { stdio: ["ignore", "ignore", "pipe"] });
    return [program];
  } catch (fault) {
    return `cc failed: ${fault instanceof Error ? fault.message.split("\n", 1).join("") : fault}`;
  }
}

function hasModule(python: string, module: string): boolean {
  const ask = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
  try {
    execFileSync(python, ["-c", ask], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
