const opening: ReadonlySet<string> = new Set(["(", "[", "{"]);
const closing: ReadonlySet<string> = new Set([")", "]", "}"]);

/** Split at commas outside brackets and quotes; surrounding blanks are trimmed. */
export function splitArguments(text: string): readonly string[] {
  const pieces: string[] = [];
  let [depth, start, isQuoted] = [0, 0, false];
  for (let k = 0; k < text.length; k++) {
    const sign = text[k] as string;
    if (sign === '"' && text[k - 1] !== "\\") isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (opening.has(sign)) depth += 1;
    if (closing.has(sign)) depth -= 1;
    if (sign !== "," || depth > 0) continue;
    pieces.push(text.slice(start, k).trim());
    start = k + 1;
  }
  return [...pieces, text.slice(start).trim()];
}
