import { extname } from "node:path";
import { openPlainFile } from "@spikeloom/files";

const looked = 512;

/**
 * Detect by its start whether a file is a network of SpikeLoom, or the connections of one.
 *
 * A script that writes its network again may replace these, and no other file.
 */
export function isNetworkFile(path: string): boolean {
  const isConnections = extname(path) === ".h5" && path.endsWith("-connections.h5");
  return isConnections
    ? /^.HDF\r\n/.test(startOf(path)) && isNetworkFile(path.replace(/-connections\.h5$/, ".json"))
    : hasFormat(path, "spikeloom-network");
}

/** Detect by its start whether a file is a program. */
export function isProgramFile(path: string): boolean {
  return hasFormat(path, "spikeloom-program");
}

function hasFormat(path: string, format: string): boolean {
  const [, found] = /^\s*\{\s*"format"\s*:\s*"([^"]*)"/.exec(startOf(path)) ?? [];
  return found === format;
}

/** Read the first bytes of a file; returns nothing if it cannot be read, because opening it will report why. */
export function startOf(path: string, length: number = looked): string {
  const bytes = new Uint8Array(length);
  try {
    const file = openPlainFile(path);
    try {
      return new TextDecoder("latin1").decode(bytes.subarray(0, file.read(bytes, 0)));
    } finally {
      file.close();
    }
  } catch {
    return "";
  }
}
