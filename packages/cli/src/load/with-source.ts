import { openBeside, openPlainFile, sourceOfFile } from "@spikeloom/interop/files";
import { type ByteSource, faultReason, type ReadUse } from "@spikeloom/kernel";
import { FILE_READ } from "../errors.ts";

/** Open a file for a format, with what is beside it, and close all when that is done. */
export async function withSource<T>(
  file: string,
  { allowOutside = false }: { readonly allowOutside?: boolean | undefined },
  read: (source: ByteSource, around: Pick<ReadUse, "beside" | "allowOutside">) => Promise<T>,
): Promise<T> {
  const open = plainFile(file);
  const { beside, close } = openBeside(file, allowOutside);
  try {
    return await read(sourceOfFile(file, open), { beside, allowOutside });
  } finally {
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
