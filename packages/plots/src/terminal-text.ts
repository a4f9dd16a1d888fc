const zeroWidth = /^(?:\p{M}|[\u200b-\u200f\u2060-\u2064])$/u;
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

/** Replace characters that would move the cursor or change the state of a terminal. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/\s+/g, " ").replace(/\p{C}/gu, "\ufffd");
}

/** Count the columns of a character: 0, 1 or 2. */
export function characterColumns(character: string): 0 | 1 | 2 {
  if (character < "\u0300") return 1;
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Count the columns of a printable text. */
export function textColumns(text: string): number {
  let columns = 0;
  for (const character of text) columns += characterColumns(character);
  return columns;
}
