const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "a file is in the way",
  ENOSPC: "no space is left",
  EROFS: "the file system is read-only",
  ENAMETOOLONG: "the name is too long",
};

/** Say in a few words why the file system refused. */
export function fileReason(fault: unknown): string {
  const code = (fault as NodeJS.ErrnoException | undefined)?.code ?? "";
  if (Object.hasOwn(reasons, code)) return reasons[code] ?? "";
  return fault instanceof Error ? fault.message : String(fault);
}
