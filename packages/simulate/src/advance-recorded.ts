import type { SpikeLoomError } from "@spikeloom/kernel";
import { advanceAll, type Progress } from "./advance.ts";
import type { PreparedSimulation } from "./checked-simulation.ts";
import type { DivergenceWatch } from "./divergence.ts";
import type { MemoryGuard } from "./memory-guard.ts";
import type { Snapshots } from "./synapses/snapshots.ts";

/** How a run advances, and what happens between its chunks. */
export interface RecordedAdvance {
  readonly steps: number;
  readonly watch: DivergenceWatch;
  readonly shots: Snapshots;
  readonly guard: MemoryGuard;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
  /** Next step after which a chunk has to end; none by default. */
  nextStop?(step: number): number;
  /** Called after each chunk, before the search for non-finite values. */
  onReached?(): Promise<void>;
  /** Called after each chunk, once its snapshots are taken. */
  onTaken?(): Promise<void>;
}

/** Outcome of a run's steps. */
export interface End {
  readonly interrupted: boolean;
  /** The error of a run that diverged, or whose simulation was lost. */
  readonly fault?: SpikeLoomError;
}

/**
 * Advance to the end, a signal, a non-finite value, or the loss of the simulation.
 *
 * Takes snapshots of synapses at their steps.
 */
export async function advanceRecorded(
  simulation: PreparedSimulation,
  { watch, shots, steps, guard, onProgress, signal, ...between }: RecordedAdvance,
): Promise<End> {
  const nextStop = (step: number): number =>
    Math.min(shots.next(step), between.nextStop?.(step) ?? Number.POSITIVE_INFINITY);
  const onChunk = async (): Promise<void> => {
    await between.onReached?.();
    const { step } = simulation;
    // Searched before a snapshot, a checkpoint and the end.
    await watch.check({ now: step >= steps || nextStop(step - 1) === step });
    await shots.take();
    guard(simulation.summary.bytes);
    await between.onTaken?.();
  };
  try {
    const options = { steps, onProgress, signal, nextStop, onChunk };
    const interrupted = await advanceAll(simulation, options);
    if (interrupted) await watch.check({ now: true });
    return { interrupted };
  } catch (fault) {
    if (!watch.ended(fault) && simulation.isLost !== true) throw fault;
    return { interrupted: true, fault: fault as SpikeLoomError };
  }
}
