import type { SweepFolder } from "@spikeloom/sweep";
import { exitCodes } from "../exit-codes.ts";
import { writeJson } from "../print/write-json.ts";

/** Say which jobs of a sweep have no result yet, as job arrays take them; gives the exit code. */
export function writeMissing(
  jobs: readonly number[],
  { folder, json }: { readonly folder: SweepFolder; readonly json: boolean | undefined },
): number {
  const { out, path, plan } = folder;
  if (json === true) writeJson({ jobs, out, folder: path, plan });
  else process.stdout.write(`${jobs.join(",")}\n`);
  return exitCodes.fine;
}
