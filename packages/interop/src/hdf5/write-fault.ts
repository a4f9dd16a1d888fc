import { SpikeLoomError } from "@spikeloom/kernel";
import { RESULT_FULL, RESULT_WRITE, type WriteFault } from "./errors.ts";

/** Turn what went wrong while a file was written into a coded error. */
export function writeFault(
  fault: unknown,
  { path, safe }: Pick<WriteFault, "path" | "safe">,
): SpikeLoomError {
  if (fault instanceof SpikeLoomError) return fault;
  const isFull = fullDisk.has(errorCode(fault));
  return (isFull ? RESULT_FULL : RESULT_WRITE)({ path, safe, reason: faultReason(fault) });
}

/** No space, no quota, or larger than a file may be. */
const fullDisk: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

function errorCode(fault: unknown): string {
  return fault instanceof Error ? ((fault as NodeJS.ErrnoException).code ?? "") : "";
}

/** Say in a few words what went wrong, from an error of the file system or of the HDF5 library. */
export function faultReason(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const code = errorCode(fault);
  if (Object.hasOwn(reasons, code)) return reasons[code] ?? "";
  // The library prints its whole stack of calls; the innermost one names the cause.
  const causes = [...fault.message.matchAll(/minor: (.+)/g)];
  const cause = causes.at(-1)?.[1] ?? fault.message.split("\n", 1).join("");
  return cause.charAt(0).toLowerCase() + cause.slice(1);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  ENOSPC: "no space is left",
  EDQUOT: "no more space is granted",
  EFBIG: "the file is as large as files may be",
  EIO: "the disk does not take it",
  EROFS: "the file system is read-only",
  ENAMETOOLONG: "the name is too long",
};
