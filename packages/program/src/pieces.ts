import { errorList, SpikeLoomError, throwAll } from "@spikeloom/kernel";

/**
 * Work in pieces of a few milliseconds.
 *
 * After each it gives the synapses that were drawn since the last.
 *
 * A thread that nobody needs meanwhile does it at once, any other lets others have a turn in between.
 */
export type Pieces<T> = Generator<number, T, void>;

/** Synapses of a piece. */
export const pieceSize = 32_768;
/** What a row counts for beside its synapses, so that empty ones end too. */
export const rowSize = 16;

/** Do work for each of many, a piece each; the faults of all are thrown at once. */
export function forEach<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Result,
): Pieces<Result[]> {
  // biome-ignore lint/correctness/useYield: the piece is the whole of the work.
  return forEachInPieces(items, function* (item) {
    return work(item);
  });
}

/** Do work for each of many, in pieces of its own; the faults of all are thrown at once. */
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

/** Do all pieces one after the other. */
export function atOnce<T>(work: Pieces<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** Do the pieces with a turn after each, which is told of all synapses so far. */
export async function inTurns<T>(
  work: Pieces<T>,
  turn: (synapses: number) => void | Promise<void>,
): Promise<T> {
  let synapses = 0;
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    synapses += next.value;
    const pause = turn(synapses);
    // Most often nobody waits.
    if (pause !== undefined) await pause;
  }
}
