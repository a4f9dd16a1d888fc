import { bits, characters, isName } from "./characters.ts";
import { type Scan, syntaxError } from "./scan.ts";

/** Maximum number of cached names; files may have more. */
const most = 4096;

/**
 * Read the name that starts here; empty if its end is in a later piece.
 *
 * `guess` is the most likely name: it needs no new string.
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
    throw syntaxError(scan, at, `${got} is not a name`);
  }
  if (scan.names.size === most) return written;
  // The engine interns property names, so comparing two of them takes constant time.
  const [name = written] = Object.keys({ [written]: 0 });
  scan.names.set(name, name);
  return name;
}

/** Return whether a word is at an offset of a text. */
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
  // Beyond ASCII the name continues and is checked as a whole; past the last character there is no code.
  return code < 128 ? ((characters[code] as number) & bits.name) !== 0 : code >= 128;
}
