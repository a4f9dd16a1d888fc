import { exitCodes } from "../exit-codes.ts";
import { writeJson } from "../print/write-json.ts";

/** List the jobs of a sweep without a result, in the form for job arrays; returns the exit code. */
export function writeMissing(
  jobs: readonly number[],
  { json }: { readonly json?: boolean | undefined },
): number {
  if (json === true) writeJson({ jobs });
  else process.stdout.write(`${jobs.join(",")}\n`);
  return exitCodes.fine;
}
