import { exitCodes } from "../exit-codes.ts";
import { writeJson } from "../print/write-json.ts";

/** Say which jobs of a sweep have no result yet, as job arrays take them; gives the exit code. */
export function writeMissing(
  jobs: readonly number[],
  { json }: { readonly json?: boolean | undefined },
): number {
  if (json === true) writeJson({ jobs });
  else process.stdout.write(`${jobs.join(",")}\n`);
  return exitCodes.fine;
}
