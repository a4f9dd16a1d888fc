import type { BackendRecord, SpikeLoomError } from "@spikeloom/kernel";
import { type AskedBackend, optionsOf } from "../backend-options.ts";
import { RUN_STOPPED } from "../errors.ts";
import { openBatch } from "./shared-backend.ts";

/** Resources assigned to a copy. */
export interface CopyPlace {
  /** Backend whose resources the copies share. */
  readonly backend: BackendRecord;
  /** Number of workers of one copy; undefined if the backend chooses. */
  readonly workers: number | undefined;
  /** Aborted when the batch is stopped or another copy has failed. */
  readonly signal: AbortSignal;
}

/** Options of running copies. */
export interface CopiesOptions<Copy> extends AskedBackend {
  /** Number of copies. */
  readonly count: number;
  /** Number of copies that fit into memory at once. */
  readonly fitting: number;
  /** Estimated time of a copy's steps on one core; undefined if it is unknown. */
  readonly seconds?: number | undefined;
  /** Stops all copies. */
  readonly signal?: AbortSignal | undefined;
  /** Run one copy. */
  readonly runCopy: (copy: Copy, place: CopyPlace) => Promise<void>;
}

/**
 * Run copies at once, as many as the backend can and as fit into memory.
 *
 * Each copy is taken when it can begin. If one fails, the others are stopped, and its error is thrown.
 */
export async function runCopies<Copy>(
  copies: Iterable<Copy>,
  { count, fitting, seconds, signal, runCopy, ...asked }: CopiesOptions<Copy>,
): Promise<void> {
  const { backend } = asked;
  const isShared = Math.min(count, fitting) > 1;
  const hasWorkers = backend.options?.["workers"] !== undefined;
  const { workers } = asked;
  const options = optionsOf({ ...asked, workers: hasWorkers ? workers : undefined }, {});
  const copiesAtOnce = isShared ? count : 1;
  const request = { copies: copiesAtOnce, options, seconds, workers };
  const shared = await openBatch(backend, request);
  const isAlone = shared.backend === backend;
  const stop = new AbortController();
  const ofCopy = isAlone ? workers : 1;
  const place: CopyPlace = {
    backend: shared.backend,
    // A backend without a choice of workers computes on one.
    workers: hasWorkers ? ofCopy : undefined,
    signal: stop.signal,
  };
  const forward = (): void => stop.abort(signal?.reason);
  signal?.addEventListener("abort", forward);
  if (signal?.aborted) forward();
  let failed: { readonly fault: unknown } | undefined;
  const run = async (copy: Copy): Promise<void> => {
    try {
      await runCopy(copy, place);
    } catch (fault) {
      // Copies that were stopped because of another one have no error of their own.
      const { code } = fault as Partial<SpikeLoomError>;
      if (stop.signal.aborted && code === RUN_STOPPED.code) return;
      failed ??= { fault };
      stop.abort();
    }
  };
  try {
    const waiting = copies[Symbol.iterator]();
    const runNext = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const next = waiting.next();
        if (next.done === true) return;
        await run(next.value);
      }
    };
    const atOnce = Math.min(count, fitting, shared.atOnce);
    await Promise.all(Array.from({ length: atOnce }, runNext));
  } finally {
    signal?.removeEventListener("abort", forward);
    await shared.close();
  }
  if (failed !== undefined) throw failed.fault;
}
