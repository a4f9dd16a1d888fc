// Builds packages by one run of tsc, which is faster than one for each, because they share the files that tsc has read.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import type { BatchContext, BatchGraph, TaskEnd } from "./batch.ts";

/** Build the packages of a batch and report each. */
export async function* runAll(
  graph: BatchGraph,
  _inputs: unknown,
  _overrides: unknown,
  { root }: BatchContext,
): AsyncGenerator<TaskEnd> {
  const tasks = Object.values(graph.tasks);
  const failed = await build(
    root,
    tasks.map(({ projectRoot }) => projectRoot),
  );
  for (const { id, projectRoot } of tasks) {
    let success = failed.size === 0 || !(failed.has("") || reaches(graph, id, failed));
    if (success && projectRoot === "packages/cli") success = bundle(root);
    yield { task: id, result: { success, terminalOutput: "" } };
  }
}

/** Build folders and print each; returns those with errors, where "" stands for errors without a folder. */
async function build(root: string, folders: readonly string[]): Promise<ReadonlySet<string>> {
  const left = new Set(folders);
  const failed = new Set<string>();
  // One checker for each of two builders: with more, shared types are counted repeatedly.
  const args = [
    "-b",
    ...folders,
    "--verbose",
    "--builders",
    "2",
    "--checkers",
    "1",
    "--pretty",
    "false",
  ];
  const stdio = ["ignore", "pipe", "inherit"] as const;
  // The whole build then takes less than 1 GB: without a limit, tsc alone takes up to 0.9 GB.
  const env = Object.assign({}, process.env, { GOMEMLIMIT: "512MiB" });
  const child = spawn("tsc", args, { cwd: root, stdio: [...stdio], env });
  const ended = new Promise<number>((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const folder = /[AP]M - .* '(.+)\/tsconfig\.json'/.exec(line)?.[1];
    if (folder !== undefined && left.delete(folder)) {
      console.log(`built ${folder} (${folders.length - left.size} of ${folders.length})`);
    }
    const isProgress = /^\s+\*|[AP]M - /.test(line) || line.trim() === "";
    if (isProgress) continue;
    console.log(line);
    const broken = /^((?:packages|plugins)\/[^/]+)\/.*error /.exec(line)?.[1];
    if (broken !== undefined) failed.add(broken);
  }
  if ((await ended) !== 0 && failed.size === 0) failed.add("");
  return failed;
}

/** Bundle the command, as 30 files start faster than 400. */
function bundle(root: string): boolean {
  const args = ["tools/bundle-command.ts"];
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status === 0;
}

/** True if a task, or one on which it depends, has errors. */
function reaches(graph: BatchGraph, id: string, failed: ReadonlySet<string>): boolean {
  if (failed.has(graph.tasks[id]?.projectRoot ?? "")) return true;
  return (graph.dependencies[id] ?? []).some((other) => reaches(graph, other.id, failed));
}
