const pieceRows = 4096;

/** Write a table as comma-separated values, a few thousand rows per piece. */
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
 * Format a table row as comma-separated values, with its line end.
 *
 * Text that contains a comma, a quote or a line break is quoted (RFC 4180). Numbers have as many digits as are needed
 * to read back the same number.
 */
export function csvLine(fields: readonly (string | number | boolean)[]): string {
  return `${fields.map((field) => quoted(String(field))).join(",")}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
