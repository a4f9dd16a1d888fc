import { closeSync, openSync, writeSync } from "node:fs";
import type { RecordedConnections } from "@spikeloom/simulate";
import { FILE_WRITE } from "./errors.ts";
import { fileReason } from "./load/file-reason.ts";

const rowsAtOnce = 10_000;

/**
 * Write connections as a table with a line each: source, target, weight, delay.
 *
 * Units stand in the first line; numbers are read back as the same ones.
 */
export function writeCsv(path: string, connections: RecordedConnections): void {
  const { sources, targets, weights, delays, unit } = connections;
  try {
    const descriptor = openSync(path, "w");
    try {
      const weight = unit === "1" ? "weight" : `weight (${unit})`;
      writeSync(descriptor, `source,target,${weight},delay (ms)\n`);
      for (let from = 0; from < sources.length; from += rowsAtOnce) {
        const rows = sources.subarray(from, from + rowsAtOnce);
        const lines = Array.from(rows, (source, k) => {
          const at = from + k;
          return `${source},${targets[at]},${weights[at]},${delays[at]}\n`;
        });
        writeSync(descriptor, lines.join(""));
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (fault) {
    throw FILE_WRITE({ file: path, reason: fileReason(fault) });
  }
}
