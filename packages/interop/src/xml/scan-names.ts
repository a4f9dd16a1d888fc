import { bits, characters, isName } from "./characters.ts";
import { type Scan, syntaxError } from "./scan.ts";

/** Names that are remembered; a file that has more is read all the same. */
const most = 4096;

/**
 * Read the name that begins here; empty where its end is in a piece to come.
 *
 * `guess` is the one that stands here most likely: it costs no new string.
 */
export function readName(scan: Scan, from: number, guess: string): string {
  const { text } = scan;
  if (guess !== "" && isHere(text, from, guess) && !isInName(text, from + guess.length)) {
    return from + guess.length < text.length ? guess : "";
  }
  let at = from;
  while (isInName(text, at)) at++;
  if (at === text.length) return "";
  return known(scan, text.slice(from, at), from);
}

function known(scan: Scan, written: string, at: number): string {
  const found = scan.names.get(written);
  if (found !== undefined) return found;
  if (!isName(written)) {
    const got = JSON.stringify(written.slice(0, 80) || (scan.text[at] ?? ""));
    throw syntaxError(scan, at, `${got} is no name`);
  }
  if (scan.names.size === most) return written;
  // Names of properties are kept once by the machine itself, so that comparing two of them looks at no letter.
  const [name = written] = Object.keys({ [written]: 0 });
  scan.names.set(name, name);
  return name;
}

/** Say whether a word stands at a place of a text. */
export function isHere(text: string, at: number, word: string): boolean {
  const { length } = word;
  if (at + length > text.length) return false;
  for (let k = 0; k < length; k++) {
    if (text.charCodeAt(at + k) !== word.charCodeAt(k)) return false;
  }
  return true;
}

function isInName(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // Beyond ASCII a name goes on, and is looked at as a whole; behind the last character there is no code.
  return code < 128 ? ((characters[code] as number) & bits.name) !== 0 : code >= 128;
}
