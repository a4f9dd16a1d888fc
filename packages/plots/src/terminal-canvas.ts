// names: cell a character cell of a terminal
// names: cells the same
import type { Colour } from "./figure.ts";
import { characterColumns } from "./terminal-text.ts";
import { terminalColour } from "./theme.ts";

/** Grid of characters and their colours. */
export interface TerminalCanvas {
  readonly columns: number;
  readonly rows: number;
  /** One character per cell; empty after the left half of a wide one. */
  readonly cells: string[];
  readonly colours: Colour[];
}

/** Braille dots, two across and four down per cell. */
export interface DotGrid {
  readonly columns: number;
  readonly rows: number;
  readonly patterns: Uint8Array;
  readonly colours: Colour[];
}

/** Create a blank canvas. */
export function newCanvas(columns: number, rows: number): TerminalCanvas {
  const cells = new Array<string>(columns * rows).fill(" ");
  return { columns, rows, cells, colours: new Array<Colour>(columns * rows).fill("ink") };
}

/** Create a blank grid of dots for a number of cells. */
export function newDots(columns: number, rows: number): DotGrid {
  const patterns = new Uint8Array(columns * rows);
  return { columns, rows, patterns, colours: new Array<Colour>(columns * rows).fill("ink") };
}

/** Write printable text from a cell to the right, cut off at the edge. */
export function writeText(
  canvas: TerminalCanvas,
  place: { readonly column: number; readonly row: number; readonly colour: Colour },
  text: string,
): void {
  const start = place.row * canvas.columns;
  let column = place.column;
  for (const character of text) {
    const width = characterColumns(character);
    if (width === 0 && column > 0) canvas.cells[start + column - 1] += character;
    if (width === 0 || column + width > canvas.columns) continue;
    canvas.cells[start + column] = character;
    if (width === 2) canvas.cells[start + column + 1] = "";
    canvas.colours.fill(place.colour, start + column, start + column + width);
    column += width;
  }
}

// Braille numbers its dots down the left column, then the right, and the lowest row last.
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** Set a dot; dots outside the grid are ignored. */
export function setDot(dots: DotGrid, x: number, y: number, colour: Colour): void {
  const [column, row] = [x >> 1, y >> 2];
  if (x < 0 || y < 0 || column >= dots.columns || row >= dots.rows) return;
  const cell = row * dots.columns + column;
  dots.patterns[cell] = (dots.patterns[cell] as number) | (bits[y & 3]?.[x & 1] ?? 0);
  dots.colours[cell] = colour;
}

/** Set the dots of a straight line (Bresenham, doi:10.1147/sj.41.0025). */
export function setLine(
  dots: DotGrid,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  colour: Colour,
): void {
  const [dx, dy] = [Math.abs(x1 - x0), -Math.abs(y1 - y0)];
  const [stepX, stepY] = [Math.sign(x1 - x0), Math.sign(y1 - y0)];
  let [x, y, error] = [x0, y0, dx + dy];
  for (;;) {
    setDot(dots, x, y, colour);
    if (x === x1 && y === y1) return;
    const twice = 2 * error;
    if (twice >= dy) [error, x] = [error + dy, x + stepX];
    if (twice <= dx) [error, y] = [error + dx, y + stepY];
  }
}

/** Copy dots onto a canvas at a position. */
export function placeDots(canvas: TerminalCanvas, dots: DotGrid, left: number, top: number): void {
  for (const [cell, pattern] of dots.patterns.entries()) {
    if (pattern === 0) continue;
    const row = top + Math.floor(cell / dots.columns);
    const column = left + (cell % dots.columns);
    writeText(
      canvas,
      { column, row, colour: dots.colours[cell] ?? "ink" },
      String.fromCharCode(0x2800 + pattern),
    );
  }
}

/** Format a canvas as lines without trailing blanks, optionally with colour escape sequences. */
export function printCanvas(canvas: TerminalCanvas, coloured: boolean): string {
  const lines: string[] = [];
  for (let row = 0; row < canvas.rows; row++) {
    const start = row * canvas.columns;
    const cells = canvas.cells.slice(start, start + canvas.columns);
    let length = cells.length;
    while (length > 0 && cells[length - 1] === " ") length--;
    const colours = canvas.colours.slice(start, start + length);
    lines.push(coloured ? colourLine(cells, colours) : cells.slice(0, length).join(""));
  }
  return lines.join("\n");
}

function colourLine(cells: readonly string[], colours: readonly Colour[]): string {
  let line = "";
  let current: number | undefined;
  for (const [i, colour] of colours.entries()) {
    const cell = cells[i] ?? "";
    const wanted = cell === " " || cell === "" ? current : terminalColour(colour);
    if (wanted !== current) line += wanted === undefined ? "\x1b[39m" : `\x1b[38;5;${wanted}m`;
    current = wanted;
    line += cell;
  }
  return current === undefined ? line : `${line}\x1b[39m`;
}
