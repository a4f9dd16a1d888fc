import type { NetworkRecord } from "@spikeloom/kernel";
import type { Result } from "../result.ts";
import { type RunOptions, runAlone } from "../run.ts";
import type { BatchOptions, BatchResult } from "./batch-options.ts";

/**
 * Run a network and return the result, or a batch of copies and their results.
 *
 * Everything is checked first, and all errors are reported at once; features that the backend lacks are refused before anything
 * is allocated. A duration that is not a multiple of the step is rounded up to the next step under `brian2`, and to the nearest
 * under every other convention; `result.asked` holds the requested duration. If a value becomes non-finite, the run ends with
 * `SL_DIVERGED`, an error whose `result` holds the data recorded until then, unless `onDivergence` is `"warn"`.
 *
 * With `batch`, independent copies run at once, as many as there are cores and as fit into memory; each gives the result of the
 * same network run alone. `batch: 64` runs 64 copies with consecutive seeds, the first with the network's own. The copies of a
 * list have their own seeds, trials and parameters. A diverged copy counts, with the data recorded until then. If a copy fails,
 * the others are stopped; the error names it and has the completed `results`.
 */
export function run(network: NetworkRecord, options: BatchOptions): Promise<readonly BatchResult[]>;
export function run(network: NetworkRecord, options: RunOptions): Promise<Result>;
export async function run(
  network: NetworkRecord,
  options: RunOptions | BatchOptions,
): Promise<Result | readonly BatchResult[]> {
  if (!isBatch(options)) return await runAlone(network, options);
  // A page that runs no batches does not load it.
  const { runBatch } = await import("./run-batch.ts");
  return await runBatch(network, options);
}

function isBatch(options: RunOptions | BatchOptions): options is BatchOptions {
  return (options as Partial<BatchOptions> | undefined)?.batch !== undefined;
}
