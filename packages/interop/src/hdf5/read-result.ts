import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { openResult } from "./open-result.ts";
import { readContents } from "./read-contents.ts";
import { runGroup } from "./sweep-file.ts";

/** Options for reading a result. */
export interface ReadResultOptions {
  /** Index of a run in a sweep file; omit it for a file with a single result. */
  readonly run?: number | undefined;
}

const names: OptionNames<ReadResultOptions> = { run: true };

/**
 * Read a result from an HDF5 file of `specs/result/1`.
 *
 * Or a run of a sweep from one of `specs/sweep/1`.
 */
export async function readResult(path: string, options: ReadResultOptions = {}): Promise<Result> {
  checkOptionNames(options, names, "readResult");
  const { run } = options;
  return openResult(path, (file) =>
    run === undefined
      ? readContents(file, path)
      : readContents(file.within(runGroup(run)), `${path}: ${runGroup(run)}`),
  );
}
