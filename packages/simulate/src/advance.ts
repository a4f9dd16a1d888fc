import type { Simulation } from "@spikeloom/kernel";
import { pause } from "./pause.ts";
import { stopwatch } from "./stopwatch.ts";

/** Progress of a run. */
export interface Progress {
  /** Steps done, and the total. */
  readonly step: number;
  readonly steps: number;
  /** From 0 to 1. */
  readonly fraction: number;
  /** Estimated wall time left; undefined before the first chunk has ended. */
  readonly secondsLeft: number | undefined;
}

/** Options for observing and stopping a run. */
export interface AdvanceOptions {
  readonly steps: number;
  /** Whether to yield to the event loop regularly. */
  readonly inChunks?: boolean;
  /** The next step after this one at which a chunk has to end, whatever its size. */
  readonly nextStop?: ((step: number) => number) | undefined;
  /** Called and awaited after each chunk. */
  readonly onChunk?: (() => void | Promise<void>) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Wall time of a chunk in ms: long against the cost of a pause, short against human patience. */
const chunkTime = 50;
/** Steps of the first chunk: the duration of a step is not known yet and may be seconds. */
const firstChunk = 1;
const mostGrowth = 8;

/**
 * Advance to the end in chunks of about 50 ms, yielding to the event loop in between.
 *
 * The size of a chunk never changes a result. Returns true if the signal ended the run early.
 */
export async function advanceAll(
  simulation: Simulation,
  options: AdvanceOptions,
): Promise<boolean> {
  const { steps, inChunks = true, nextStop, onChunk, onProgress, signal } = options;
  const first = simulation.step;
  const elapsed = stopwatch();
  let chunk = inChunks ? firstChunk : steps;
  while (simulation.step < steps) {
    if (signal?.aborted) return true;
    const began = elapsed();
    const { step } = simulation;
    const size = Math.min(chunk, steps - step, (nextStop?.(step) ?? steps) - step);
    await simulation.advance(size);
    const now = elapsed();
    if (inChunks) chunk = nextChunk(size, now - began);
    await onChunk?.();
    onProgress?.(progressOf(simulation.step, { first, steps, elapsed: now }));
    if (simulation.step < steps) await pause();
  }
  return false;
}

function nextChunk(size: number, took: number): number {
  const factor = took > 0 ? chunkTime / took : mostGrowth;
  return Math.max(1, Math.round(size * Math.min(factor, mostGrowth)));
}

function progressOf(
  step: number,
  { first, steps, elapsed }: { readonly first: number; steps: number; elapsed: number },
): Progress {
  const pace = elapsed / (step - first) / 1000;
  const secondsLeft = step === first ? undefined : pace * (steps - step);
  return { step, steps, fraction: step / steps, secondsLeft };
}
