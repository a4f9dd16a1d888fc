/** Say in a few words what went wrong, from an error of the file system or of the HDF5 library. */
export function faultReason(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const code = (fault as NodeJS.ErrnoException).code ?? "";
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
  EROFS: "the file system is read-only",
  ENAMETOOLONG: "the name is too long",
};
