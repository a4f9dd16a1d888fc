import { openSource } from "@spikeloom/data";
import type { ByteSource } from "@spikeloom/kernel";

/** Read from a file by a function, and close it. */
export async function reading<T>(
  path: string,
  read: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const { source, close } = openSource(path);
  try {
    return await read(source);
  } finally {
    close();
  }
}

/** Read the first bytes of a file. */
export function headOf(path: string, most = 16): Promise<Uint8Array> {
  return reading(path, async (source) => source.read(0, Math.min(source.size, most)));
}
