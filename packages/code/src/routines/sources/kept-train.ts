/**
 * Where drawn trains are: all that a checkpoint needs to know of them.
 *
 * The first step of the window at hand, and the step from which on they were last drawn anew; then for each
 * neuron its first point in this window or later (NaN where that is yet to be drawn), and the words of
 * its stream that were taken by then.
 */
export type KeptTrain = Float64Array;

/** Places of the numbers that are kept once. */
export const keptWords = { window: 0, anew: 1, neurons: 2 } as const;

/** Numbers that the trains of so many neurons need. */
export function keptLength(size: number): number {
  return keptWords.neurons + 2 * size;
}

/** Discard stored spikes, so that trains are redrawn from a step on. */
export function drawAnew(kept: KeptTrain, step: number): void {
  const { window, anew, neurons } = keptWords;
  const size = (kept.length - neurons) / 2;
  kept[window] = step;
  kept[anew] = step;
  kept.fill(Number.NaN, neurons, neurons + size);
  kept.fill(0, neurons + size);
}
