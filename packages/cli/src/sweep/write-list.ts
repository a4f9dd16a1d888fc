import { chmodSync } from "node:fs";
import { dirname, extname } from "node:path";
import { checkOutputs, writeAllWhole } from "@spikeloom/files";
import { arrayScript, writeSweepPlan } from "@spikeloom/sweep";
import { exitCodes } from "../exit-codes.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder } from "../run-file.ts";
import type { LoadedSweep } from "./load-sweep.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** Write the list of jobs, and the script of a job array if requested; returns the exit code. */
export function writeList(
  { plan, inputs }: Pick<LoadedSweep, "plan" | "inputs">,
  {
    plan: place,
    array,
    out,
    json,
    quiet,
    overwrite = false,
  }: SweepCommandOptions & { readonly out: string },
): number {
  const stem = out.slice(0, out.length - extname(out).length);
  const list = typeof place === "string" ? place : `${stem}.plan.json`;
  const script = `${stem}.array.sh`;
  makeFolder(dirname(list));
  const jobs = plan.jobs.length;
  const options = { jobs, command: commandWords(), plan: list, out };
  const files = [
    [list, writeSweepPlan(plan, list)] as const,
    ...(array === undefined ? [] : [[script, arrayScript(array, options)] as const]),
  ];
  checkOutputs(
    files.map(([path]) => ({ path, what: path === list ? "the list of jobs" : "the script" })),
    inputs,
  );
  writeAllWhole(files, { replaces: overwrite });
  if (array !== undefined) chmodSync(script, 0o755);
  const written = array === undefined ? [list] : [list, script];
  if (json) writeJson({ jobs, written });
  if (!json && !quiet) {
    process.stdout.write(`${jobs} jobs\n${written.map((path) => `wrote  ${path}\n`).join("")}`);
  }
  return exitCodes.fine;
}

/** The arguments that started this command: a task of an array starts it in the same way. */
function commandWords(): readonly string[] {
  return [process.execPath, ...process.execArgv, ...process.argv.slice(1, 2)];
}
