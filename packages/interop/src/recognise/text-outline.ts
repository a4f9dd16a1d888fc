/** Outline of a text from its start. */
export interface TextOutline {
  /** Name of the XML root element, without prefix. */
  readonly xml?: string;
  /** Members of the top-level JSON object; true for values other than a string or number. */
  readonly json?: ReadonlyMap<string, string | number | true>;
}

/** Determine the root element or top-level object from the start of a text; the rest is not read. */
export function outlineText(start: Uint8Array): TextOutline | undefined {
  const text = decoded(start).trimStart();
  if (text.startsWith("<")) {
    const xml = outermostElement(text);
    return xml === undefined ? undefined : { xml };
  }
  return text.startsWith("{") ? { json: membersOf(text) } : undefined;
}

/** Decode according to the byte order mark, which is removed; without one, as UTF-8. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** Find the first element after declarations and comments. */
function outermostElement(text: string): string | undefined {
  let at = 0;
  for (;;) {
    at = next(text, at, /\S/g);
    const end = prologues.find(([begin]) => text.startsWith(begin, at))?.[1];
    if (end === undefined) break;
    const found = text.indexOf(end, at);
    if (found < 0) return undefined;
    at = found + end.length;
  }
  return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(text.slice(at, at + 256))?.[1];
}

/** Content allowed before the root element; a document type with an internal subset ends with "]>". */
const prologues: readonly (readonly [begin: string, end: string])[] = [
  ["<?", "?>"],
  ["<!--", "-->"],
  ["<!", ">"],
];

function next(text: string, at: number, what: RegExp): number {
  what.lastIndex = at;
  return what.exec(text)?.index ?? text.length;
}

const token = /\s*(?:"((?:[^"\\]|\\.)*)"|([{}[\],:])|([^\s{}[\],:"]+))/gy;

/** List the members of the object at the start of the text, as far as the text goes. */
function membersOf(text: string): ReadonlyMap<string, string | number | true> {
  const members = new Map<string, string | number | true>();
  let depth = 0;
  let name: string | undefined;
  let isName = true;
  token.lastIndex = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [, quoted, sign, word] = found;
    if (sign === "{" || sign === "[") {
      if (depth === 1 && name !== undefined) members.set(name, true);
      depth++;
    } else if (sign === "}" || sign === "]") depth--;
    if (depth === 0) break;
    if (depth !== 1) continue;
    if (sign === ",") isName = true;
    else if (sign === ":") isName = false;
    else if (isName && quoted !== undefined) name = unquoted(quoted);
    else if (sign === undefined && name !== undefined) {
      members.set(name, quoted === undefined ? numberOf(word) : unquoted(quoted));
    }
  }
  return members;
}

function numberOf(word: string | undefined): number | true {
  const value = Number(word);
  return Number.isNaN(value) ? true : value;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
