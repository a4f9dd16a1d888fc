import { chmodSync } from "node:fs";
import { dirname, extname } from "node:path";
import { writeAllWhole } from "@spikeloom/interop/files";
import { arrayScript, type SweepPlan, writeSweepPlan } from "@spikeloom/sweep";
import { exitCodes } from "../exit-codes.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder } from "../run-file.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** Write the list of jobs, and the script of a job array where one is asked for; gives the exit code. */
export function writeList(
  plan: SweepPlan,
  { plan: place, array, out, json, quiet }: SweepCommandOptions & { readonly out: string },
): number {
  const stem = out.slice(0, out.length - extname(out).length);
  const list = typeof place === "string" ? place : `${stem}.plan.json`;
  const script = `${stem}.array.sh`;
  makeFolder(dirname(list));
  const jobs = plan.jobs.length;
  const options = { jobs, command: commandWords(), plan: list, out };
  writeAllWhole([
    [list, writeSweepPlan(plan, list)],
    ...(array === undefined ? [] : [[script, arrayScript(array, options)] as const]),
  ]);
  if (array !== undefined) chmodSync(script, 0o755);
  const written = array === undefined ? [list] : [list, script];
  if (json) writeJson({ jobs, written });
  if (!json && !quiet) {
    process.stdout.write(`${jobs} jobs\n${written.map((path) => `wrote  ${path}\n`).join("")}`);
  }
  return exitCodes.fine;
}

/** The words that started this command: a task of an array starts it in the same way. */
function commandWords(): readonly string[] {
  return [process.execPath, ...process.execArgv, ...process.argv.slice(1, 2)];
}
