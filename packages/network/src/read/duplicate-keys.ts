import { JSON_DUPLICATE } from "./errors.ts";

/** A record or a list that is being read. */
interface Level {
  /** Keys so far; undefined in a list. */
  readonly names: Set<string> | undefined;
  /** The key read last. */
  name: string;
  /** Items of a list so far. */
  index: number;
}

const quote = '"';

/**
 * Reject JSON in which an object has a duplicate key, as all but the last would be silently dropped.
 *
 * The text must be valid JSON.
 */
export function refuseDuplicateKeys(text: string, place: string): void {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    const level = levels.at(-1);
    if (sign === "{") levels.push({ names: new Set(), name: "", index: 0 });
    else if (sign === "[") levels.push({ names: undefined, name: "", index: 0 });
    else if (sign === "}" || sign === "]") levels.pop();
    else if (sign === "," && level !== undefined) level.index++;
    else if (sign === quote) {
      const end = endOf(text, at);
      if (level?.names !== undefined && isName(text, end)) {
        level.name = JSON.parse(text.slice(at, end + 1)) as string;
        if (level.names.has(level.name)) throw duplicate(text, at, { levels, place });
        level.names.add(level.name);
      }
      at = end;
    }
  }
}

/** Find the end of a string that starts here. */
function endOf(text: string, start: number): number {
  for (let at = text.indexOf(quote, start + 1); at >= 0; at = text.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

const blanks = /[ \t\r\n]/;

/** Test whether a string that ends here is a key: a colon follows. */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (blanks.test(text[at] ?? "")) at++;
  return text[at] === ":";
}

function duplicate(
  text: string,
  at: number,
  { levels, place }: { readonly levels: readonly Level[]; readonly place: string },
): Error {
  const path = levels.slice(0, -1).reduce((before, { names, name, index }) => {
    if (names === undefined) return `${before}[${index}]`;
    return before === "" ? name : `${before}.${name}`;
  }, "");
  const line = text.slice(0, at).split("\n").length;
  const where = `${place} line ${line}${path === "" ? "" : `: ${path}`}`;
  return JSON_DUPLICATE({ place: where, name: levels.at(-1)?.name ?? "" });
}
