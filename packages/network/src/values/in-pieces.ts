/** Work in pieces of a few milliseconds: it yields in between, so that other tasks can run. */
export type InPieces<T> = Generator<number, T, void>;

/** Number of list entries that one piece reads. */
const entriesInPiece = 2 ** 19;

/** Run all pieces without interruption. */
export function whole<T>(work: InPieces<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** Process the entries of a list range by range, until a range returns false. */
export function* overRanges(
  length: number,
  process: (from: number, until: number) => boolean,
): InPieces<boolean> {
  for (let from = 0; from < length; from += entriesInPiece) {
    if (from > 0) yield 0;
    if (!process(from, Math.min(length, from + entriesInPiece))) return false;
  }
  return true;
}
