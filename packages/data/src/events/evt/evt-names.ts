/** Names under which words other than pixel events are counted, by type. */
export const otherWords: ReadonlyMap<number, string> = new Map([
  [0xa, "external triggers"],
  [0xe, "words of other kinds"],
  [0xf, "words of other kinds"],
  [0x7, "words of other kinds"],
]);

/** Events without a known time, because no word with its upper part has been read. */
export const untimed = "events before the first time";
/** Words of undefined types. */
export const unknownWords = "words of unknown types";
