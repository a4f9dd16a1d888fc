const pieceRows = 4096;

/**
 * Write a table as comma-separated values (RFC 4180), some thousand rows a piece.
 *
 * Numbers have as many digits as it takes to read the same number back.
 */
export function* csvPieces(
  head: readonly (string | number)[],
  rows: Iterable<readonly (string | number)[]>,
): Iterable<Uint8Array> {
  const encoder = new TextEncoder();
  let lines = [lineOf(head)];
  for (const row of rows) {
    lines.push(lineOf(row));
    if (lines.length < pieceRows) continue;
    yield encoder.encode(lines.join(""));
    lines = [];
  }
  if (lines.length > 0) yield encoder.encode(lines.join(""));
}

function lineOf(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => (typeof field === "number" ? String(field) : quoted(field))).join(",")}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
