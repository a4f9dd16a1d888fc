import { openBeside, openPlainFile, sourceOfFile } from "@spikeloom/files";
import { type ByteSource, faultReason, type ReadUse } from "@spikeloom/kernel";
import { FILE_READ } from "../errors.ts";

/** Access to further files of a file. */
export interface OpenOptions {
  /** Whether they may be outside of the folder. */
  readonly allowOutside?: boolean | undefined;
  /** Receives the path of each opened file, which must not be overwritten. */
  readonly onOpened?: ((path: string) => void) | undefined;
}

/** Open a file and its further files for a format, and close all afterwards. */
export async function withSource<T>(
  file: string,
  { allowOutside = false, onOpened }: OpenOptions,
  read: (source: ByteSource, around: Pick<ReadUse, "beside" | "allowOutside">) => Promise<T>,
): Promise<T> {
  const open = plainFile(file);
  const { beside, opened, close } = openBeside(file, allowOutside);
  try {
    return await read(sourceOfFile(file, open), { beside, allowOutside });
  } finally {
    if (onOpened !== undefined) opened().forEach(onOpened);
    close();
    open.close();
  }
}

function plainFile(file: string): ReturnType<typeof openPlainFile> {
  try {
    return openPlainFile(file);
  } catch (fault) {
    throw FILE_READ({ file, reason: faultReason(fault) });
  }
}
