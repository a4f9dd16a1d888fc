import { errorList, SpikeLoomError, throwAll } from "@spikeloom/kernel";

/**
 * Work split into pieces of a few milliseconds.
 *
 * After each piece it yields the number of synapses drawn since the last one. A thread without other tasks runs all
 * pieces at once; any other lets other tasks run in between.
 */
export type Pieces<T> = Generator<number, T, void>;

/** Number of synapses in a piece. */
export const pieceSize = 32_768;
/** Cost of a row in addition to its synapses, so that empty rows end a piece too. */
export const rowSize = 16;

/** Process items, one piece each; the errors of all are thrown together. */
export function forEach<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Result,
): Pieces<Result[]> {
  // biome-ignore lint/correctness/useYield: the piece is the whole of the work.
  return forEachInPieces(items, function* (item) {
    return work(item);
  });
}

/** Process items, each in its own pieces; the errors of all are thrown together. */
export function* forEachInPieces<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Pieces<Result>,
): Pieces<Result[]> {
  const errors = errorList("the network");
  const results: Result[] = [];
  for (const item of items) {
    try {
      results.push(yield* work(item));
    } catch (error) {
      if (!(error instanceof SpikeLoomError)) throw error;
      errors.addAll([error, ...error.others]);
    }
    yield 0;
  }
  throwAll(errors.all());
  return results;
}

/** Run all pieces without interruption. */
export function atOnce<T>(work: Pieces<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** Run the pieces, calling back after each with the number of synapses so far. */
export async function inPieces<T>(
  work: Pieces<T>,
  turn: (synapses: number) => void | Promise<void>,
): Promise<T> {
  let synapses = 0;
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    synapses += next.value;
    const pause = turn(synapses);
    // Usually there is nothing to await.
    if (pause !== undefined) await pause;
  }
}
