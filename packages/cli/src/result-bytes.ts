import {
  checkOptionNames,
  type Loss,
  type OptionNames,
  type Stack,
  writeFormat,
} from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { defaultStack } from "./default-stack.ts";
import { heldFiles } from "./held-files.ts";

/** Options of writing a result into memory. */
export interface ResultBytesOptions {
  /** A format of the stack for results, by name: `"spikeloom-result"` (default) or `"csv"`. */
  readonly format?: string;
  readonly stack?: Stack;
}

/** A result as files in memory. */
export interface ResultBytes {
  /** The bytes of each file, by its name. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Losses: parts of the result that are in none of them. */
  readonly losses: readonly Loss[];
}

const names: OptionNames<ResultBytesOptions> = { format: true, stack: true };

/**
 * Write a result as files in memory, which a page can offer for download.
 *
 * By default an HDF5 file, `result.h5`; with `format: "csv"` tables, the first of them `spikes.csv`.
 */
export async function resultBytes(
  result: Result,
  options: ResultBytesOptions = {},
): Promise<ResultBytes> {
  checkOptionNames(options, names, "resultBytes");
  const { format = "spikeloom-result", stack = defaultStack } = options;
  const record = stack.get("format", format, "resultBytes, format");
  const written = await writeFormat(record, { holds: "result", result }, { stack });
  return { files: await heldFiles(written.files), losses: written.losses };
}
