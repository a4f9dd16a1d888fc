/**
 * Where drawn trains are: all that a checkpoint needs to know of them.
 *
 * The first step of the window at hand; then for each neuron its first point in this window or later,
 * and the words of its stream that were taken by then.
 */
export type KeptTrain = Float64Array;

/** Numbers that the trains of so many neurons need. */
export function keptLength(size: number): number {
  return 1 + 2 * size;
}
