import { faultReason, type SpikeLoomError } from "@spikeloom/kernel";
import { exitCodeOfSignal, exitCodes } from "../exit-codes.ts";
import { allErrors, asCoded } from "./coded.ts";
import { errorBlock, plainError } from "./error-block.ts";
import { FILE_SYSTEM, UNEXPECTED } from "./errors.ts";
import { writeJson } from "./write-json.ts";

/** Run an action; print its errors, and return the exit code. */
export async function guarded(json: boolean, action: () => Promise<number>): Promise<number> {
  try {
    return await action();
  } catch (fault) {
    return reportFault(fault, json);
  }
}

/** Print a fault, for people on standard error or as one JSON object on standard output. */
export function reportFault(fault: unknown, json: boolean): number {
  const coded = asCoded(fault) ?? ofFileSystem(fault);
  if (coded === undefined) return reportUnexpected(fault, json);
  if (json) {
    const [first, ...others] = allErrors(coded).map(plainError);
    writeJson({ error: { ...first, ...(others.length > 0 && { others }) } });
  } else {
    process.stderr.write(`${allErrors(coded).map(errorBlock).join("\n\n")}\n`);
  }
  return exitCodeOf(coded);
}

/** Repeated here, so that no command waits for the package that defines them before it can report an error. */
const stopped = "SL_RUN_STOPPED";
const diverged = "SL_DIVERGED";
const usage = "SL_USAGE";

/**
 * The exit code of a run that diverged, was ended by a signal before there was anything to keep, had a usage error, or
 * was refused.
 */
function exitCodeOf({ code, got }: SpikeLoomError): number {
  if (code === diverged) return exitCodes.diverged;
  if (code === usage) return exitCodes.usage;
  if (code !== stopped) return exitCodes.refused;
  return exitCodeOfSignal(got);
}

/** Errors of the file system are not faults of SpikeLoom, wherever they occur. */
function ofFileSystem(fault: unknown): SpikeLoomError | undefined {
  if (!(fault instanceof Error && "syscall" in fault && "path" in fault)) return undefined;
  return FILE_SYSTEM({ file: String(fault.path), reason: faultReason(fault) });
}

function reportUnexpected(fault: unknown, json: boolean): number {
  const details = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  const error = UNEXPECTED({ details });
  if (json) writeJson({ error: plainError(error) });
  else process.stderr.write(`${error.summary}\n${error.next}\n\n${details}\n`);
  return exitCodes.unexpected;
}
