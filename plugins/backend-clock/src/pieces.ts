/**
 * Work in pieces of a few milliseconds: after each it gives the synapses that were drawn since the last.
 *
 * A thread that nobody needs meanwhile does it at once, any other lets others have a turn in between.
 */
export type Pieces<T> = Generator<number, T, void>;

/** Synapses of a piece. */
export const pieceSize = 32_768;
/** What a row counts for beside its synapses, so that empty ones come to an end too. */
export const rowSize = 16;

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
