/**
 * Positions of random trains: all that a checkpoint needs to store of them.
 *
 * The first step of the current window, and the step from which on they were last redrawn; then for each
 * neuron its first point in this window or later (NaN if it has not been drawn yet), and the number of words
 * read from its stream by then.
 */
export type KeptTrain = Float64Array;

/** Offsets of the numbers that are stored once. */
export const keptWords = { window: 0, anew: 1, neurons: 2 } as const;

/** Number of values needed for the trains of a number of neurons. */
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
