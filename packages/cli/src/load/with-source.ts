import { openPlainFile, sourceOfFile } from "@spikeloom/interop/files";
import { type ByteSource, faultReason } from "@spikeloom/kernel";
import { FILE_READ } from "../errors.ts";

/** Open a file for a format, and close it when that is done. */
export async function withSource<T>(
  file: string,
  read: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const open = plainFile(file);
  try {
    return await read(sourceOfFile(file, open));
  } finally {
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
