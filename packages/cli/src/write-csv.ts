import { type WriteOptions, writeWhole } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import type { RecordedConnections } from "@spikeloom/simulate";
import { FILE_WRITE } from "./errors.ts";
import { asCoded } from "./print/coded.ts";

const rowsAtOnce = 10_000;

/**
 * Write connections as a table, one line each: source, target, weight, delay.
 *
 * Units are in the first line; numbers are restored exactly.
 */
export function writeCsv(
  path: string,
  connections: RecordedConnections,
  options: Pick<WriteOptions, "replaces"> = {},
): void {
  try {
    writeWhole(path, pieces(connections), options);
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: path, reason: faultReason(fault) });
  }
}

function* pieces(connections: RecordedConnections): Generator<string> {
  const { sources, targets, weights, delays, unit } = connections;
  const weight = unit === "1" ? "weight" : `weight (${unit})`;
  yield `source,target,${weight},delay (ms)\n`;
  for (let from = 0; from < sources.length; from += rowsAtOnce) {
    const rows = sources.subarray(from, from + rowsAtOnce);
    const lines = Array.from(rows, (source, k) => {
      const at = from + k;
      return `${source},${targets[at]},${weights[at]},${delays[at]}\n`;
    });
    yield lines.join("");
  }
}
