const pieceRows = 4096;

/** Write a table as comma-separated values, some thousand rows a piece. */
export function* csvPieces(
  head: readonly (string | number)[],
  rows: Iterable<readonly (string | number)[]>,
): Iterable<Uint8Array> {
  const encoder = new TextEncoder();
  let lines = [csvLine(head)];
  for (const row of rows) {
    lines.push(csvLine(row));
    if (lines.length < pieceRows) continue;
    yield encoder.encode(lines.join(""));
    lines = [];
  }
  if (lines.length > 0) yield encoder.encode(lines.join(""));
}

/**
 * Write a row of a table as comma-separated values, with the end of its line.
 *
 * A text with a comma, a quote or a line break stands in quotes (RFC 4180). Numbers have as many digits as it takes
 * to read the same number back.
 */
export function csvLine(fields: readonly (string | number | boolean)[]): string {
  return `${fields.map((field) => quoted(String(field))).join(",")}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
