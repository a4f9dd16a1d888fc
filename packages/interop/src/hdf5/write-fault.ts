import { faultReason, SpikeLoomError, systemCode } from "@spikeloom/kernel";
import { RESULT_FULL, RESULT_WRITE, type WriteFault } from "./errors.ts";

/** Convert an error while writing a file to a coded error. */
export function writeFault(
  fault: unknown,
  { path, safe }: Pick<WriteFault, "path" | "safe">,
): SpikeLoomError {
  if (fault instanceof SpikeLoomError) return fault;
  const isFull = fullDisk.has(systemCode(fault));
  return (isFull ? RESULT_FULL : RESULT_WRITE)({ path, safe, reason: faultReason(fault) });
}

/** No space, quota exceeded, or file too large. */
const fullDisk: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
