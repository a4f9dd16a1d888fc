import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import type { Result } from "@spikeloom/simulate";
import { openResult } from "./open-result.ts";
import { readContents } from "./read-contents.ts";
import { runGroup } from "./sweep-file.ts";

/** Which result of a file is read. */
export interface ReadResultOptions {
  /** Number of a run in the file of a sweep; the file is one result where it is not given. */
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
