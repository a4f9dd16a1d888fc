import {
  countLines,
  cut,
  limitError,
  lineEndFrom,
  newScan,
  type Scan,
  syntaxError,
  type XmlEvents,
} from "./scan.ts";
import { scanInstruction, scanMarked } from "./scan-markup.ts";
import { scanEndTag, scanStartTag } from "./scan-tags.ts";
import { scanText } from "./scan-text.ts";

/** What a tag, text or comment may be long, in characters; specs/files states it. */
const unbroken = 2 ** 22;

/**
 * Scan the text of a file of XML 1.0 piece by piece, and give away what it has.
 *
 * It knows no entities but the five of XML itself, and opens no other file: a document type is refused. What is no
 * well-formed XML throws `SL_XML_SYNTAX` with line and column, what is refused `SL_XML_LIMIT`.
 */
export async function scanXml(
  file: string,
  pieces: AsyncIterable<string> | Iterable<string>,
  events: XmlEvents,
): Promise<void> {
  const scan = newScan(file, events);
  let waiting = "";
  for await (const piece of pieces) {
    waiting += piece;
    const left = scan.text.length - scan.at;
    // What is long and has no end yet is looked at again when it is twice as long, so that all looks together are short.
    if (waiting.length < left && waiting.length + left <= unbroken) continue;
    // The line feed of a carriage return may be in the next piece.
    const end = waiting.endsWith("\r") ? -1 : waiting.length;
    scanPiece(scan, waiting.slice(0, end));
    waiting = end === -1 ? "\r" : "";
  }
  scan.isLast = true;
  scanPiece(scan, waiting);
  if (!scan.hasRoot) throw syntaxError(scan, scan.at, "it has no element");
  const open = scan.open.at(-1);
  if (open !== undefined) throw syntaxError(scan, scan.at, `it ends inside of "${open}"`);
}

/** Scan what is left of earlier pieces and one more. */
function scanPiece(scan: Scan, piece: string): void {
  countLines(scan, scan.at);
  const rest = scan.text.slice(scan.at);
  // Every kind of line end is one character, as XML has it; joined lists are flat strings, which are fast to go through.
  const lines = piece.includes("\r") ? piece.replace(/\r\n?/g, "\n") : piece;
  scan.text = [rest, lines].join("");
  scan.lineStart -= scan.at;
  scan.at = 0;
  scan.lineEnd = lineEndFrom(scan.text, 0);
  scanWhole(scan);
  const left = scan.text.length - scan.at;
  if (left > unbroken) {
    const [expected, got] = [`at most ${unbroken} characters`, `${left} characters and no end`];
    throw limitError(scan, "a tag, text or comment is too long", { expected, got });
  }
  if (scan.isLast && left > 0) {
    throw syntaxError(scan, scan.at, "it ends in the middle of a tag, text or comment");
  }
}

// By itself: a loop that others' lines follow is compiled again whenever it ends in a way that it had not yet.
function scanWhole(scan: Scan): void {
  for (let next = scanNext(scan); next !== cut; next = scanNext(scan)) {
    scan.at = next;
    scan.isBegun = true;
  }
}

type Scanner = (scan: Scan) => number;

/** By the character behind `<`. */
const scanners: ReadonlyMap<number, Scanner> = new Map([
  [47, scanEndTag],
  [33, scanMarked],
  [63, scanInstruction],
]);

/** Read one tag, text or comment; gives where it ends. */
function scanNext(scan: Scan): number {
  const { text, at } = scan;
  if (at >= text.length) return cut;
  if (text.charCodeAt(at) !== 60) return scanText(scan);
  if (at + 1 >= text.length) return cut;
  return (scanners.get(text.charCodeAt(at + 1)) ?? scanStartTag)(scan);
}
