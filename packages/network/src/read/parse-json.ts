import { JSON_BOUNDS, JSON_SYNTAX } from "../errors.ts";
import { refuseDuplicateKeys } from "./duplicate-keys.ts";

/** Bounds on a file that is read. */
export interface JsonBounds {
  /** Characters, or bytes before they are decoded. */
  readonly size: number;
  /** Records and lists inside each other. */
  readonly depth: number;
}

/** The bounds where none are given: large arrays belong into a data file. */
const defaultBounds: JsonBounds = { size: 256 * 1024 * 1024, depth: 64 };

/**
 * Parse JSON of unknown origin.
 *
 * Its size and depth are bounded before anything is built.
 */
export function parseJson(
  input: string | Uint8Array,
  place: string,
  bounds: JsonBounds = defaultBounds,
): unknown {
  if (input.length > bounds.size) {
    const [expected, got] = [`at most ${bounds.size} characters`, String(input.length)];
    throw JSON_BOUNDS({ place, expected, got });
  }
  const text = typeof input === "string" ? input.replace(/^\uFEFF/, "") : decode(input, place);
  checkDepth(text, place, bounds.depth);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const problem = problemOf(error);
    const next = adviceFor(problem);
    throw JSON_SYNTAX({ place: `${place}${lineOf(error, text)}`, problem, next });
  }
  refuseDuplicateKeys(text, place);
  return value;
}

function decode(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const next = "Save it as UTF-8.";
    throw JSON_SYNTAX({ place, problem: "it is not UTF-8", next });
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

function checkDepth(text: string, place: string, most: number): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (opening.has(code)) depth += 1;
    else if (closing.has(code)) depth -= 1;
    if (depth > most) {
      throw JSON_BOUNDS({ place, expected: `at most ${most} levels`, got: "more" });
    }
  }
}

function problemOf(error: unknown): string {
  return error instanceof Error ? error.message.split("\n", 1).join("") : "it cannot be parsed";
}

/** Advise by what the parser says: a text that never ends swallows the rest of its line or file. */
function adviceFor(problem: string): string {
  if (/control character|unterminated/i.test(problem)) {
    return "A closing quote may be missing there.";
  }
  if (/end of/i.test(problem)) return "Check that the file is complete.";
  return "Look there, and just before, for a missing or surplus comma, quote or bracket.";
}

/** Turn the position that the parser names into a line, which is what editors show. */
function lineOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return "";
  return ` line ${text.slice(0, Number(position)).split("\n").length}`;
}
