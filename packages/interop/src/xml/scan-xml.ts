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

/** Maximum length of a tag, text or comment in characters, documented in specs/files. */
const unbroken = 2 ** 22;

/**
 * Scan XML 1.0 text incrementally and pass on its contents.
 *
 * It knows only the five predefined entities and opens no other file; a document type is refused. Text that is not
 * well-formed throws `SL_XML_SYNTAX` with line and column; refused content throws `SL_XML_LIMIT`.
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
    // A long unterminated token is scanned again only after doubling in length, so the total work is linear.
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
  if (open !== undefined) throw syntaxError(scan, scan.at, `it ends inside "${open}"`);
}

/** Scan the rest of earlier pieces and one more. */
function scanPiece(scan: Scan, piece: string): void {
  countLines(scan, scan.at);
  const rest = scan.text.slice(scan.at);
  // XML normalises all line ends to one character; joined lists are flat strings, which scan fast.
  const lines = piece.includes("\r") ? piece.replace(/\r\n?/g, "\n") : piece;
  scan.text = [rest, lines].join("");
  scan.lineStart -= scan.at;
  scan.at = 0;
  scan.lineEnd = lineEndFrom(scan.text, 0);
  scanWhole(scan);
  const left = scan.text.length - scan.at;
  if (left > unbroken) {
    const [expected, got] = [`at most ${unbroken} characters`, `${left} characters without an end`];
    throw limitError(scan, "a tag, text or comment is too long", { expected, got });
  }
  if (scan.isLast && left > 0) {
    throw syntaxError(scan, scan.at, "it ends inside a tag, text or comment");
  }
}

// A separate function: a loop followed by other code is recompiled whenever it exits in a new way.
function scanWhole(scan: Scan): void {
  for (let next = scanNext(scan); next !== cut; next = scanNext(scan)) {
    scan.at = next;
    scan.isBegun = true;
  }
}

type Scanner = (scan: Scan) => number;

/** By the character after `<`. */
const scanners: ReadonlyMap<number, Scanner> = new Map([
  [47, scanEndTag],
  [33, scanMarked],
  [63, scanInstruction],
]);

/** Read one tag, text or comment; returns its end. */
function scanNext(scan: Scan): number {
  const { text, at } = scan;
  if (at >= text.length) return cut;
  if (text.charCodeAt(at) !== 60) return scanText(scan);
  if (at + 1 >= text.length) return cut;
  return (scanners.get(text.charCodeAt(at + 1)) ?? scanStartTag)(scan);
}
