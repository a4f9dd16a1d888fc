import { openPlainFile } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import { RESULT_READ } from "./errors.ts";
import { type OpenResult, openedResult } from "./opened-result.ts";

/** Open a file, pass it to `read`, and close it; errors of the file become coded errors. */
export function openResult<T>(path: string, read: (file: OpenResult) => T): T {
  const file = open(path);
  try {
    return read(openedResult(path, file));
  } finally {
    file.close();
  }
}

function open(path: string): ReturnType<typeof openPlainFile> {
  try {
    return openPlainFile(path);
  } catch (fault) {
    throw RESULT_READ({ path, reason: faultReason(fault) });
  }
}
