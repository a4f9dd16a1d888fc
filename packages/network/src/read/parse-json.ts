import { JSON_BOUNDS, JSON_SYNTAX } from "../errors.ts";
import { refuseDuplicateKeys } from "./duplicate-keys.ts";

/** Limits for a file that is read. */
export interface JsonBounds {
  /** Maximum number of characters, or of bytes before decoding. */
  readonly size: number;
  /** Maximum nesting depth of records and lists. */
  readonly depth: number;
}

/** Default limits: large arrays belong in a data file. */
const defaultBounds: JsonBounds = { size: 256 * 1024 * 1024, depth: 64 };

/**
 * Parse JSON of unknown origin.
 *
 * Its size and depth are limited before anything is allocated.
 */
export function parseJson(
  input: string | Uint8Array,
  place: string,
  bounds: JsonBounds = defaultBounds,
): unknown {
  if (input.length > bounds.size) {
    const [expected, got] = [`at most ${bounds.size} characters`, String(input.length)];
    throw JSON_BOUNDS({
      place,
      expected,
      got,
      next: "Store large arrays in a separate data file.",
    });
  }
  const text = typeof input === "string" ? input.replace(/^\uFEFF/, "") : decode(input, place);
  if (text.trim() === "") {
    const got = text === "" ? "an empty file" : "only blanks and line breaks";
    throw JSON_SYNTAX({
      place,
      problem: "it has no content",
      expected: "a JSON text",
      got,
      next: "Check that the file is the intended one, and complete.",
    });
  }
  checkDepth(text, place, bounds.depth);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const number = pythonNumber(text);
    if (number !== undefined) {
      const { word, line } = number;
      const problem = `JSON has no ${word}`;
      const at = `${place} line ${line}`;
      const expected = "a finite number, or null";
      throw JSON_SYNTAX({ place: at, problem, expected, got: word, next: pythonAdvice });
    }
    const problem = problemOf(error);
    const next = adviceFor(problem);
    const at = `${place}${lineOf(error, text)}`;
    throw JSON_SYNTAX({ place: at, problem, expected: "a JSON text", got: foundIn(problem), next });
  }
  refuseDuplicateKeys(text, place);
  return value;
}

function decode(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const problem = "it is not UTF-8";
    const next = "Save it as UTF-8.";
    throw JSON_SYNTAX({ place, problem, expected: "UTF-8", got: encodingOf(bytes), next });
  }
}

/** Describe an encoding other than UTF-8 by its first bytes. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "UTF-16, by its byte order mark";
  if (first === 0xfe && second === 0xff)
    return "UTF-16 in big-endian order, by its byte order mark";
  const head = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `bytes that begin with ${head.join(" ")}`;
}

/** Say what the parser has found, by its message. */
function foundIn(problem: string): string {
  const token = /^Unexpected token '(.+?)'/su.exec(problem)?.[1];
  if (token !== undefined) return `"${token}"`;
  if (/end of/i.test(problem)) return "the end of the file";
  return /unterminated/i.test(problem) ? "a text without a closing quote" : "text that is not JSON";
}

const [QUOTE, BACKSLASH, N, I] = [0x22, 0x5c, 0x4e, 0x49];
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

function checkDepth(text: string, place: string, most: number): void {
  let [depth, deepest] = [0, 0];
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (opening.has(code)) depth += 1;
    else if (closing.has(code)) depth -= 1;
    if (depth > deepest) deepest = depth;
  }
  if (deepest <= most) return;
  throw JSON_BOUNDS({
    place,
    expected: `at most ${most} levels of brackets`,
    got: String(deepest),
    next: "Check it for missing closing brackets.",
  });
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message.split("\n", 1).join("") : "it cannot be parsed";
}

/** Advice based on the parser's message: an unterminated string extends to the end of its line or file. */
function adviceFor(problem: string): string {
  if (/control character|unterminated/i.test(problem)) {
    return "A closing quote may be missing there.";
  }
  if (/end of/i.test(problem)) return "Check that the file is complete.";
  return "Look there, and just before, for a missing or surplus comma, quote or bracket.";
}

/** Advice for words that Python's json module writes but JSON does not allow. */
const pythonAdvice =
  "Write a finite number, or leave the entry out. In Python, json.dumps(record, allow_nan=False) reports such values.";

/** Find the first NaN or Infinity outside strings. */
function pythonNumber(text: string): { readonly word: string; readonly line: number } | undefined {
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (code === N || code === I) {
      const word = ["NaN", "Infinity"].find((one) => text.startsWith(one, at));
      if (word !== undefined) return { word, line: lineAt(text, at) };
    }
  }
  return undefined;
}

/** Find the line of a fault, which is what editors show. */
function lineOf(error: unknown, text: string): string {
  if (!(error instanceof Error)) return "";
  const position = /position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return ` line ${lineAt(text, Number(position))}`;
  // V8 quotes the text around some tokens, ten characters on either side, instead of a position.
  const quoted = /^Unexpected token '(.+?)', (\.{3})?"(.*)"(?:\.{3})? is not valid JSON$/su.exec(
    error.message,
  );
  const [, token = "", cut, around = ""] = quoted ?? [];
  const at = text.indexOf(around);
  if (quoted === null || at === -1 || text.lastIndexOf(around) !== at) return "";
  return ` line ${lineAt(text, at + around.indexOf(token, cut === undefined ? 0 : 10))}`;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
