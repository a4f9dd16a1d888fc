import { withSource } from "@spikeloom/data";

/** Read the first bytes of a file. */
export function headOf(path: string, most = 16): Promise<Uint8Array> {
  return withSource(path, async (source) => source.read(0, Math.min(source.size, most)));
}
