import { openBeside, openPlainFile, sourceOfFile } from "@spikeloom/files";
import { type ByteSource, faultReason, type ReadUse } from "@spikeloom/kernel";
import { FILE_READ } from "../errors.ts";

/** What is opened beside a file that is read. */
export interface OpenOptions {
  /** Whether it may lie outside of the folder. */
  readonly allowOutside?: boolean | undefined;
  /** Takes the path of each file that was opened, which nothing may be written over. */
  readonly onOpened?: ((path: string) => void) | undefined;
}

/** Open a file for a format, with what is beside it, and close all when that is done. */
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
