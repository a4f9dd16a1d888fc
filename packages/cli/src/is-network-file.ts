import { extname } from "node:path";
import { openPlainFile } from "@spikeloom/interop/files";

const looked = 512;

/**
 * Whether a file is a network of SpikeLoom, or the connections beside one, by its start.
 *
 * A script that writes its network again may replace these, and no other file.
 */
export function isNetworkFile(path: string): boolean {
  const bytes = new Uint8Array(looked);
  try {
    const file = openPlainFile(path);
    try {
      const text = new TextDecoder("latin1").decode(bytes.subarray(0, file.read(bytes, 0)));
      const isConnections = extname(path) === ".h5" && path.endsWith("-connections.h5");
      return isConnections
        ? /^.HDF\r\n/.test(text) && isNetworkFile(path.replace(/-connections\.h5$/, ".json"))
        : /^\s*\{\s*"format"\s*:\s*"spikeloom-network"/.test(text);
    } finally {
      file.close();
    }
  } catch {
    // Whoever writes there says what is wrong.
    return false;
  }
}
