import {
  checkOptionNames,
  type FormatFile,
  type Loss,
  type OptionNames,
  type Stack,
  writeFormat,
} from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { defaultStack } from "./default-stack.ts";

/** How a result is written into memory. */
export interface ResultBytesOptions {
  /** A format of the stack that holds results, by its name: `"spikeloom-result"` (default) or `"csv"`. */
  readonly format?: string;
  readonly stack?: Stack;
}

/** A result as files that are held in memory. */
export interface ResultBytes {
  /** The bytes of each, by the name that it has on a disk. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** What of the result is in none of them. */
  readonly losses: readonly Loss[];
}

const names: OptionNames<ResultBytesOptions> = { format: true, stack: true };

/**
 * Write a result as files in memory, which a page can offer for download.
 *
 * An HDF5 file unless told otherwise, `result.h5`; with `format: "csv"` tables, the first of them `spikes.csv`.
 */
export async function resultBytes(
  result: Result,
  options: ResultBytesOptions = {},
): Promise<ResultBytes> {
  checkOptionNames(options, names, "resultBytes");
  const { format = "spikeloom-result", stack = defaultStack } = options;
  const record = stack.get("format", format, "resultBytes, format");
  const written = await writeFormat(record, { holds: "result", result }, { stack });
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for await (const file of written.files) files[file.name] = await wholeOf(file);
  return { files, losses: written.losses };
}

async function wholeOf({ pieces }: FormatFile): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
