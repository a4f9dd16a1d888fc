/** Describe in a few words a file system failure or another thrown value. */
export function faultReason(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const code = systemCode(fault);
  if (Object.hasOwn(reasons, code)) return reasons[code] ?? "";
  const text = fault.message.split("\n", 1).join("");
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/**
 * Return the system error code, such as "ENOENT".
 *
 * Empty for any other failure.
 */
export function systemCode(fault: unknown): string {
  return fault instanceof Error && "code" in fault ? String(fault.code) : "";
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EISDIR: "it is a folder",
  ERR_FS_EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "a file already exists there",
  ENOTEMPTY: "the folder is not empty",
  ENOSPC: "no space is left",
  EDQUOT: "the disk quota is exhausted",
  EFBIG: "the file has reached the maximum size",
  ERR_FS_FILE_TOO_LARGE: "the file is larger than 2 GiB",
  EIO: "the disk reported an error",
  EROFS: "the file system is read-only",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its symbolic links form a loop",
  ENXIO: "it is a pipe or a socket without a peer",
  EBUSY: "another program is using it",
  ETXTBSY: "another program is using it",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EXDEV: "it is on another file system",
  EINVAL: "the file system does not allow this name",
  ERR_INVALID_ARG_VALUE: "the file system does not allow this name",
};
