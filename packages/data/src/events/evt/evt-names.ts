/** What the words that are no events of pixels are counted as, by their type. */
export const otherWords: ReadonlyMap<number, string> = new Map([
  [0xa, "external triggers"],
  [0xe, "words of other kinds"],
  [0xf, "words of other kinds"],
  [0x7, "words of other kinds"],
]);

/** Events whose time cannot be told, as no word has told the high part of it yet. */
export const untimed = "events before the first time";
/** Words of types that the format does not have. */
export const unknownWords = "words of unknown types";
