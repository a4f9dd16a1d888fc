/** Role of an ASCII character in XML: bits of the entries of {@link characters}. */
export const bits = { blank: 1, name: 2, text: 4, value: 8 } as const;

/**
 * Bits of each ASCII character.
 *
 * `text` and `value` mark characters that can be copied unchanged in text or in an attribute value: not references,
 * delimiters or line ends, which have a special meaning there.
 */
export const characters: Uint8Array = new Uint8Array(128);

const blanks = "\t\n\r ";
const special: ReadonlyMap<number, string> = new Map([
  [bits.text, "<&]"],
  [bits.value, "<&\"'\t\n\r"],
]);

for (let code = 0; code < 128; code++) {
  const one = String.fromCharCode(code);
  const isBlank = blanks.includes(one);
  if (isBlank) characters[code] = bits.blank;
  if (/[\w:.-]/.test(one)) characters[code] = bits.name;
  for (const [bit, others] of special) {
    if ((code >= 32 || isBlank) && !others.includes(one)) {
      characters[code] = (characters[code] as number) | bit;
    }
  }
}

/** Return the end of a run of characters with a bit; beyond ASCII, only surrogates and noncharacters lack it. */
export function endOf(text: string, from: number, bit: number): number {
  const { length } = text;
  let at = from;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 ? ((characters[code] as number) & bit) === 0 : code >= 0xd800) break;
  }
  return at;
}

/** Return the end of white space. */
export function blanksEnd(text: string, from: number): number {
  const { length } = text;
  let at = from;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 9) break;
    at++;
  }
  return at;
}

// XML 1.0, fifth edition, productions 2, 4 and 4a.
const character = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;
const first = [
  ...[":A-Z_a-z", "\\u{c0}-\\u{d6}", "\\u{d8}-\\u{f6}", "\\u{f8}-\\u{2ff}", "\\u{370}-\\u{37d}"],
  ...["\\u{37f}-\\u{1fff}", "\\u{200c}-\\u{200d}", "\\u{2070}-\\u{218f}", "\\u{2c00}-\\u{2fef}"],
  ...["\\u{3001}-\\u{d7ff}", "\\u{f900}-\\u{fdcf}", "\\u{fdf0}-\\u{fffd}", "\\u{10000}-\\u{effff}"],
].join("");
const later = "\\-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}-\\u{2040}";
const name = new RegExp(`^[${first}][${first}${later}]*$`, "u");

/** Return whether XML allows these characters. */
export function areCharacters(text: string): boolean {
  return character.test(text);
}

/** Return whether this is a valid name of an element or attribute. */
export function isName(text: string): boolean {
  return name.test(text);
}
