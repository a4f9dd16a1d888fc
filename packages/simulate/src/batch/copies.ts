import { type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { findPath, networkPaths, withValue } from "@spikeloom/network";
import { BATCH } from "../errors.ts";
import type { BatchCopy, BatchOptions, CopyLabel, CopyOfNetwork } from "./batch-options.ts";

/** Maximum number of copies in a batch. */
const mostCopies = 1e6;

/** List the copies of a batch, with their networks. */
export function copiesOf(
  network: NetworkRecord,
  { batch, seed, trial, stack }: Pick<BatchOptions, "batch" | "seed" | "trial" | "stack">,
): readonly CopyOfNetwork[] {
  const own = { seed: seed ?? network.seed ?? 0, trial: trial ?? network.trial ?? 0 };
  if (typeof batch === "number") {
    checkCount(batch, String(batch));
    const labels = Array.from({ length: batch }, (_, index): CopyLabel => {
      return { index, seed: own.seed + index, trial: own.trial, parameters: {} };
    });
    return labels.map((label) => ({ label, network }));
  }
  if (!Array.isArray(batch)) throw wrongBatch(JSON.stringify(batch));
  checkCount(batch.length, `${batch.length} copies`);
  let paths: ReturnType<typeof networkPaths> | undefined;
  return batch.map((copy: BatchCopy, index): CopyOfNetwork => {
    const { seed = own.seed, trial = own.trial, parameters = {}, ...rest } = copy;
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) throw wrongBatch(`"${unknown}" in copy ${index}`);
    const label = { index, seed, trial, parameters };
    return {
      label,
      network: naming(label, () =>
        Object.entries(parameters).reduce((made, [path, value]) => {
          paths ??= networkPaths(network, stack);
          return withValue(made, findPath(paths, path), value);
        }, network),
      ),
    };
  });
}

function checkCount(count: number, got: string): void {
  if (!Number.isInteger(count) || count < 1 || count > mostCopies) throw wrongBatch(got);
}

function wrongBatch(got: string): SpikeLoomError {
  return BATCH({ got: got.slice(0, 60) });
}

/** Add the copy to the place of an error. */
export function ofCopy(fault: unknown, label: CopyLabel): unknown {
  if (!(fault instanceof SpikeLoomError)) {
    if (!(fault instanceof Error)) return fault;
    return Object.assign(new Error(`${nameOf(label)}: ${fault.message}`, { cause: fault }), {
      name: fault.name,
    });
  }
  const { code, summary: message, place, expected, got, next, others } = fault;
  const at = place === undefined ? nameOf(label) : `${nameOf(label)}, ${place}`;
  const text = { message, place: at, expected, got, next };
  return new SpikeLoomError(
    code,
    text,
    others.map((other) => ofCopy(other, label)) as SpikeLoomError[],
  );
}

/** Act for a copy; an error names it. */
function naming<T>(label: CopyLabel, act: () => T): T {
  try {
    return act();
  } catch (fault) {
    throw ofCopy(fault, label);
  }
}

/** Print the index of a copy, with its seed. */
function nameOf({ index, seed }: CopyLabel): string {
  return `copy ${index} (seed ${seed})`;
}
