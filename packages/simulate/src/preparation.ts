import type { PreparationProgress, PreparationWatch } from "@spikeloom/kernel";
import { inTurns, type Pieces } from "@spikeloom/program";
import type { PreparedSimulation } from "./checked-simulation.ts";
import { RUN_STOPPED } from "./errors.ts";
import type { MemoryGuard } from "./memory-guard.ts";
import { pause } from "./pause.ts";
import { stopwatch } from "./stopwatch.ts";

/** What the preparation of a network can be watched and stopped with. */
export interface PreparationOptions {
  /** Called about twenty times a second while synapses are drawn. */
  readonly onPrepare?: ((progress: PreparationProgress) => void) | undefined;
  /** Ends it with `SL_RUN_STOPPED`. */
  readonly signal?: AbortSignal | undefined;
}

/** The same, and whether it keeps to its memory. */
export interface GuardedPreparation extends PreparationOptions {
  readonly guard?: MemoryGuard | undefined;
}

/** Wall time between turns in ms: long against the cost of a pause, short against human patience. */
const turnTime = 50;

/**
 * Prepare with the event loop in between, until the signal ends it.
 *
 * What was prepared all the same when the signal came is closed.
 */
export async function prepareInTurns(
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
    // What came while the network was read and checked is heard of only now.
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

/** Nothing is counted while a network is checked. */
const checking: PreparationProgress = { phase: "count", synapses: 0, expected: 0 };

/** Check and complete a network with the event loop in between, until the signal ends it. */
export async function plannedInTurns<Plan>(
  work: Pieces<Plan>,
  { signal, onPrepare }: PreparationOptions,
): Promise<Plan> {
  const elapsed = stopwatch();
  let last = elapsed();
  return await inTurns(work, () => {
    if (elapsed() - last < turnTime) return undefined;
    onPrepare?.(checking);
    return pause().then(() => {
      if (signal?.aborted) throw stoppedBy(signal);
      last = elapsed();
    });
  });
}

/** Make a promise that rejects at a signal, until nobody waits for it any more. */
function endOf(signal: AbortSignal | undefined): {
  readonly ended: Promise<never>;
  forget(): void;
} {
  let stop: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    stop = () => reject(stoppedBy(signal));
  });
  // Whoever waits hears of it; nobody has to.
  ended.catch(() => undefined);
  signal?.addEventListener("abort", stop);
  return { ended, forget: () => signal?.removeEventListener("abort", stop) };
}

/** The error of a signal; a reason that is a text is its name, such as SIGTERM. */
function stoppedBy(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return RUN_STOPPED({ by: typeof reason === "string" ? reason : undefined });
}
