import { areCharacters, bits, blanksEnd, endOf } from "./characters.ts";
import { resolved } from "./references.ts";
import { cut, type Scan, syntaxError } from "./scan.ts";

/** Read text up to the next tag; returns its end. */
export function scanText(scan: Scan): number {
  const { text, at: begin, open, events } = scan;
  if (open.length === 0) return scanOutside(scan);
  let end = blanksEnd(text, begin);
  if (text.charCodeAt(end) === 60) {
    if (end + 1 === text.length) return cut;
    if (isStart(text, end + 1)) return end;
  }
  end = endOf(text, end, bits.text);
  if (text.charCodeAt(end) === 60) {
    events.text(text.slice(begin, end));
    return end;
  }
  end = text.indexOf("<", end);
  if (end < 0) return cut;
  const written = checked(scan, begin, end);
  const bracket = written.indexOf("]]>");
  if (bracket >= 0) throw syntaxError(scan, begin + bracket, "text contains ]]>");
  events.text(resolved(written, (reason, at) => syntaxError(scan, begin + at, reason)));
  return end;
}

/** Return whether the `<` before an offset begins a start tag. */
function isStart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code !== 47 && code !== 33 && code !== 63;
}

function scanOutside(scan: Scan): number {
  const { text, at: begin, hasRoot } = scan;
  const end = blanksEnd(text, begin);
  if (end === text.length || text.charCodeAt(end) === 60) return end;
  const side = hasRoot ? "behind" : "before";
  throw syntaxError(scan, end, `it has text ${side} its root element`);
}

/** Read `<![CDATA[...]]>`; returns its end. */
export function scanCharacterData(scan: Scan): number {
  const { text, at, open, events } = scan;
  if (open.length === 0) throw syntaxError(scan, at, "it has text outside its root element");
  const begin = at + 9;
  const end = text.indexOf("]]>", begin);
  if (end < 0) return cut;
  events.text(checked(scan, begin, end));
  return end + 3;
}

/** Part of the text, if XML allows all its characters. */
export function checked(scan: Scan, begin: number, end: number): string {
  const written = scan.text.slice(begin, end);
  if (areCharacters(written)) return written;
  throw syntaxError(scan, begin, "text contains a character that XML does not allow");
}
