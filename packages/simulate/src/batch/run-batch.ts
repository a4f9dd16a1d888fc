import {
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import { DIVERGED, RUN_STOPPED } from "../errors.ts";
import { networkOptionNames } from "../plan-run.ts";
import type { Result } from "../result.ts";
import { type DivergedError, type RunOptions, runAlone } from "../run.ts";
import { stopwatch } from "../stopwatch.ts";
import type { BatchOptions, BatchProgress, BatchResult, CopyOfNetwork } from "./batch-options.ts";
import { checkCopies } from "./check-copies.ts";
import { copiesOf, ofCopy } from "./copies.ts";
import { type CopyPlace, runCopies } from "./run-copies.ts";

const names: OptionNames<BatchOptions> = {
  ...networkOptionNames,
  batch: true,
  for: true,
  profile: true,
  sink: true,
  keep: true,
  onProgress: true,
  onDivergence: true,
  onWarning: true,
  onResult: true,
  signal: true,
};

/** Run the copies of a batch; the results are in the order of the copies. */
export async function runBatch(
  network: NetworkRecord,
  options: BatchOptions,
): Promise<readonly BatchResult[]> {
  checkOptionNames(options, names, "run, batch");
  const { signal, stack, backend, backendOptions, workers, shards } = options;
  const copies = copiesOf(network, options);
  const { fitting, seconds } = checkCopies(copies, options);
  const results: BatchResult[] = [];
  const progress = progressOf(copies.length, options.onProgress);
  const runCopy = async (copy: CopyOfNetwork, place: CopyPlace): Promise<void> => {
    try {
      const result = await runAlone(copy.network, {
        ...optionsFor(copy, options),
        ...place,
        onProgress: ({ fraction }) => progress.of(copy.label.index, fraction),
      }).catch(resultOfDiverged);
      const labelled = { ...result, copy: copy.label };
      await options.onResult?.(labelled);
      results[copy.label.index] = labelled;
      if (!result.interrupted || result.diverged !== undefined) progress.done(copy.label.index);
    } catch (fault) {
      throw ofCopy(fault, copy.label);
    }
  };
  const begun = (): readonly BatchResult[] =>
    copies.flatMap(({ label }) => results[label.index] ?? []);
  const asked = { stack, backend, backendOptions, workers, shards };
  try {
    await runCopies(copies, { ...asked, count: copies.length, fitting, seconds, signal, runCopy });
  } catch (fault) {
    throw withResults(fault, begun());
  }
  const found = begun();
  if (found.length > 0) return found;
  const reason: unknown = signal?.reason;
  throw RUN_STOPPED({ by: typeof reason === "string" ? reason : undefined });
}

/** Options of the run of a copy. */
function optionsFor(
  { label }: CopyOfNetwork,
  { batch: _, sink, onWarning, onResult: __, onProgress: ___, ...rest }: BatchOptions,
): RunOptions {
  const { seed, trial } = label;
  return {
    ...rest,
    seed,
    trial,
    ...(sink !== undefined && { sink: sink(label) }),
    ...(onWarning !== undefined && {
      onWarning: (warning) => onWarning(ofCopy(warning, label) as SpikeLoomError),
    }),
  };
}

/** A diverged copy counts with the data recorded until then, as in a sweep. */
function resultOfDiverged(fault: unknown): Result {
  const { code, result } = fault as Partial<DivergedError>;
  if (code === DIVERGED.code && result !== undefined) return result;
  throw fault;
}

/** Attach the completed results to the error of a copy. */
function withResults(fault: unknown, results: readonly BatchResult[]): unknown {
  const complete = results.filter(
    ({ interrupted, diverged }) => !interrupted || diverged !== undefined,
  );
  // Not enumerable, as an uncaught error is printed with all enumerable properties.
  return typeof fault === "object" && fault !== null
    ? Object.defineProperty(fault, "results", { value: complete })
    : fault;
}

/** Sum the progress of all copies. */
function progressOf(
  copies: number,
  report: ((progress: BatchProgress) => void) | undefined,
): { of(copy: number, fraction: number): void; done(copy: number): void } {
  const fractions = new Float64Array(copies);
  const elapsed = stopwatch();
  let done = 0;
  const of = (copy: number, own: number): void => {
    fractions[copy] = own;
    const fraction = fractions.reduce((sum, one) => sum + one, 0) / copies;
    const secondsLeft = fraction === 0 ? undefined : (elapsed() / 1000) * (1 / fraction - 1);
    report?.({ done, copies, fraction, secondsLeft });
  };
  return {
    of,
    done(copy) {
      done += 1;
      of(copy, 1);
    },
  };
}
