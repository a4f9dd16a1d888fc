import type { PreparationProgress, PreparationWatch } from "@spikeloom/kernel";
import { inPieces, type Pieces } from "@spikeloom/program";
import type { PreparedSimulation } from "./checked-simulation.ts";
import { RUN_STOPPED } from "./errors.ts";
import type { MemoryGuard } from "./memory-guard.ts";
import { pause } from "./pause.ts";
import { stopwatch } from "./stopwatch.ts";

/** Options for observing and stopping the preparation of a network. */
export interface PreparationOptions {
  /** Called about twenty times a second while synapses are drawn. */
  readonly onPrepare?: ((progress: PreparationProgress) => void) | undefined;
  /** Ends it with `SL_RUN_STOPPED`. */
  readonly signal?: AbortSignal | undefined;
}

/** The same, with the memory guard. */
export interface GuardedPreparation extends PreparationOptions {
  readonly guard?: MemoryGuard | undefined;
}

/** Wall time between pauses in ms: long against the cost of a pause, short against human patience. */
const turnTime = 50;

/**
 * Prepare while yielding to the event loop, until the signal aborts it.
 *
 * A simulation whose preparation finishes after the signal is closed.
 */
export async function prepareInPieces(
  { onPrepare, signal, guard }: GuardedPreparation,
  prepare: (watch: PreparationWatch) => Promise<PreparedSimulation>,
): Promise<PreparedSimulation> {
  const check = (): void => {
    if (signal?.aborted) throw stoppedBy(signal);
  };
  const { ended, forget } = endOf(signal);
  const elapsed = stopwatch();
  let last = elapsed();
  const rest = async (): Promise<void> => {
    await pause();
    check();
    last = elapsed();
  };
  try {
    // Signals that arrived while the network was read and checked are handled only now.
    await rest();
    const simulation = await prepare({
      ended,
      turn(progress) {
        if (elapsed() - last < turnTime) return undefined;
        guard?.();
        onPrepare?.(progress);
        return rest();
      },
    });
    if (signal?.aborted) await simulation.close();
    check();
    return simulation;
  } finally {
    forget();
  }
}

/** There is no progress count while a network is checked. */
const checking: PreparationProgress = { phase: "count", synapses: 0, expected: 0 };

/** Check and complete a network while yielding to the event loop, until the signal aborts it. */
export async function plannedInPieces<Plan>(
  work: Pieces<Plan>,
  { signal, onPrepare }: PreparationOptions,
): Promise<Plan> {
  const elapsed = stopwatch();
  let last = elapsed();
  return await inPieces(work, () => {
    if (elapsed() - last < turnTime) return undefined;
    onPrepare?.(checking);
    return pause().then(() => {
      if (signal?.aborted) throw stoppedBy(signal);
      last = elapsed();
    });
  });
}

/** Create a promise that rejects on a signal, until it is released. */
function endOf(signal: AbortSignal | undefined): {
  readonly ended: Promise<never>;
  forget(): void;
} {
  let stop: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    stop = () => reject(stoppedBy(signal));
  });
  // Awaiting it is optional: an unhandled rejection is not an error.
  ended.catch(() => undefined);
  signal?.addEventListener("abort", stop);
  return { ended, forget: () => signal?.removeEventListener("abort", stop) };
}

/** Error for a signal; a string reason is its name, such as SIGTERM. */
function stoppedBy(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return RUN_STOPPED({ by: typeof reason === "string" ? reason : undefined });
}
