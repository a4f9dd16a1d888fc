import { faultReason, SpikeLoomError, systemCode } from "@spikeloom/kernel";
import { RESULT_FULL, RESULT_WRITE, type WriteFault } from "./errors.ts";

/** Turn what went wrong while a file was written into a coded error. */
export function writeFault(
  fault: unknown,
  { path, safe }: Pick<WriteFault, "path" | "safe">,
): SpikeLoomError {
  if (fault instanceof SpikeLoomError) return fault;
  const isFull = fullDisk.has(systemCode(fault));
  return (isFull ? RESULT_FULL : RESULT_WRITE)({ path, safe, reason: faultReason(fault) });
}

/** No space, no quota, or larger than a file may be. */
const fullDisk: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
