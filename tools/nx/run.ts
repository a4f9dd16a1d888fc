import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { workspaceRoot } from "../problems.ts";

/** Run a target of all projects, or of those that changed since a commit, and return the exit code. */
export async function runTarget(
  target: string,
  { base, env }: { base?: string | undefined; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const which = base === undefined ? ["run-many"] : ["affected", `--base=${base}`];
  const args = [...which, "-t", target, "--output-style=static"];
  const own = { NX_DAEMON: "false", NX_NO_CLOUD: "true", FORCE_COLOR: "0" };
  const child = spawn("nx", args, {
    cwd: workspaceRoot,
    env: Object.assign({}, env ?? process.env, own),
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  const ended = new Promise<number>((resolve) => {
    child.on("error", (error) => {
      console.error(`nx: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
  let cached = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const task = /^> nx run (\S+)(.*)/.exec(line);
    // A task has already printed its output, so its heading only states where it came from.
    if (task !== null) cached += /\[(local cache|existing outputs)/.test(task[2] ?? "") ? 1 : 0;
    else if (line.trim() !== "" && !/^\s*NX\s+Running target/.test(line)) console.log(line);
  }
  if (cached > 0) console.log(`${target}: ${cached} projects unchanged, taken from the cache`);
  return await ended;
}
