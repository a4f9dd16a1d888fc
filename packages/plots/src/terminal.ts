import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { type AxisLabel, type AxisLabels, labelAxis } from "./axis-labels.ts";
import { PLOT_OPTION, PLOT_TERMINAL } from "./errors.ts";
import {
  type Axis,
  type Colour,
  drawMark,
  type Figure,
  type MarkTable,
  type Panel,
} from "./figure.ts";
import { toPixels } from "./layout.ts";
import { outline, type Points, polylines, roof } from "./polyline.ts";
import {
  type DotGrid,
  newCanvas,
  newDots,
  placeDots,
  printCanvas,
  setDot,
  setLine,
  type TerminalCanvas,
  writeText,
} from "./terminal-canvas.ts";
import { legendEntries } from "./terminal-legend.ts";
import { printable, textColumns } from "./terminal-text.ts";
import { cutText, wrapText } from "./text-width.ts";

/** Size and colour options of the terminal output. */
export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  /** Default: whether standard output is a terminal and NO_COLOR is not set. */
  readonly colour?: boolean | undefined;
}

const LEAST_PLOT_ROWS = 3;
const LEAST_PLOT_COLUMNS = 12;

interface Box {
  readonly panel: Panel;
  readonly header: readonly string[];
  /** Columns from the left edge to the axis. */
  readonly gutter: number;
  /** First row of the panel, header included. */
  readonly top: number;
  /** Size of the plot in cells. */
  readonly columns: number;
  readonly rows: number;
}

const names: OptionNames<TerminalOptions> = {
  columns: true,
  rows: true,
  colour: true,
};

/**
 * Draw a figure in braille dots, at most `columns` wide and `rows` tall.
 *
 * The text has no trailing newline.
 */
export function toTerminal(figure: Figure, options: TerminalOptions): string {
  checkOptionNames(options, names, "toTerminal");
  const columns = countOption("columns", options.columns);
  const rows = countOption("rows", options.rows);
  const boxes = divide(figure.panels, columns, rows);
  const last = boxes[boxes.length - 1];
  const used =
    last === undefined ? 0 : last.top + last.header.length + last.rows + below(last.panel);
  const canvas = newCanvas(columns, used);
  for (const box of boxes) drawPanel(canvas, box);
  return printCanvas(canvas, options.colour ?? wantsColour());
}

function countOption(place: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= 10_000) return value;
  throw PLOT_OPTION({ place, expected: "a count from 1 to 10000", got: String(value) });
}

function wantsColour(): boolean {
  if (typeof process === "undefined") return false;
  return process.stdout?.isTTY === true && (process.env["NO_COLOR"] ?? "") === "";
}

/** Rows below the plot: the axis, and its labels and caption unless the next panel has them. */
function below(panel: Panel): number {
  return panel.sharesX ? 1 : 3;
}

function divide(panels: readonly Panel[], columns: number, rows: number): Box[] {
  const headers = panels.map((panel) => headerOf(panel, columns));
  const fixed = panels.reduce((sum, panel, i) => sum + below(panel) + (headers[i]?.length ?? 0), 0);
  const gutter = Math.max(1, ...panels.map((panel) => gutterOf(panel, columns)));
  const width = columns - gutter - 1;
  const least = fixed + panels.length * LEAST_PLOT_ROWS;
  if (least > rows || width < LEAST_PLOT_COLUMNS) {
    const expected = `at least ${gutter + 1 + LEAST_PLOT_COLUMNS} columns and ${least} rows`;
    throw PLOT_TERMINAL({ place: "terminal", expected, got: `${columns} by ${rows}` });
  }
  let [left, weights] = [rows - fixed, panels.reduce((sum, { height }) => sum + height, 0)];
  let top = 0;
  return panels.map((panel, i): Box => {
    const header = headers[i] ?? [];
    const others = (panels.length - 1 - i) * LEAST_PLOT_ROWS;
    const share = Math.floor((left * panel.height) / weights);
    const own = Math.min(left - others, Math.max(LEAST_PLOT_ROWS, share));
    const box = { panel, header, gutter, top, columns: width, rows: own };
    left -= own;
    weights -= panel.height;
    top += header.length + own + below(panel);
    return box;
  });
}

/** Lines above the plot: title, remark, and the y caption with the legend. */
function headerOf(panel: Panel, columns: number): string[] {
  const wrap = (text: string): string[] =>
    wrapText(printable(text), (line) => textColumns(line) <= columns);
  const [caption = ""] = labelAxis(panel.y, { most: 2, fits: () => true }).captions;
  const legend = legendTexts(panel).join("  ");
  const together = [printable(caption), legend].filter((text) => text !== "").join("   ");
  if (textColumns(together) <= columns) {
    const line = together === "" ? [] : [together];
    return [...wrap(panel.title), ...wrap(panel.remark), ...line];
  }
  return [...wrap(panel.title), ...wrap(panel.remark), ...wrap(legend), ...wrap(caption)];
}

function legendTexts(panel: Panel): string[] {
  return legendEntries(panel).map(({ text }) => `━ ${printable(text)}`);
}

function gutterOf(panel: Panel, columns: number): number {
  const most = Math.max(6, Math.floor(columns * 0.3));
  const { labels } = labelAxis(panel.y, { most: 6, fits: () => true });
  const widths = labels.flatMap(({ text, detail }) =>
    [text, detail].map(printable).map(textColumns),
  );
  return Math.min(most, Math.max(2, ...widths) + 1);
}

function drawPanel(canvas: TerminalCanvas, box: Box): void {
  const { panel, header, gutter, columns, rows } = box;
  const top = box.top + header.length;
  for (const [i, text] of header.entries()) {
    writeText(canvas, { column: 0, row: box.top + i, colour: "ink" }, text);
  }
  colourLegend(canvas, box);
  const dots = newDots(columns, rows);
  const texts: { readonly text: string; readonly column: number; readonly row: number }[] = [];
  for (const mark of panel.marks) drawMark(marks, mark, { panel, dots, texts });
  placeDots(canvas, dots, gutter + 1, top);
  for (const { text, column, row } of texts) {
    const place = { column: gutter + 1 + column, row: top + row, colour: "muted" as const };
    writeText(canvas, place, text);
  }
  drawY(canvas, box, top);
  drawX(canvas, box, top + rows);
}

/** Colour the stroke of each legend entry in the header. */
function colourLegend(canvas: TerminalCanvas, { panel, header, top }: Box): void {
  const start = top * canvas.columns;
  const end = start + header.length * canvas.columns;
  let next = canvas.cells.lastIndexOf("━", end - 1);
  for (const { colour } of [...legendEntries(panel)].reverse()) {
    if (next < start) return;
    canvas.colours[next] = colour;
    next = next === 0 ? -1 : canvas.cells.lastIndexOf("━", next - 1);
  }
}

interface Context {
  readonly panel: Panel;
  readonly dots: DotGrid;
  readonly texts: { readonly text: string; readonly column: number; readonly row: number }[];
}

const marks: MarkTable<Context, void> = {
  ticks: (mark, { panel, dots }) => {
    const [width, height] = [2 * dots.columns, 4 * dots.rows];
    const tall = toPixels(mark.height + panel.y.from, panel.y, height);
    const length = Math.min(4, Math.max(1, Math.floor(tall)));
    for (let k = 0; k < mark.x.length; k++) {
      const x = dotAt(mark.x[k] as number, panel.x, width);
      const y = height - 1 - dotAt(mark.y[k] as number, panel.y, height);
      for (let i = 0; i < length; i++) setDot(dots, x, y - (length >> 1) + i, mark.colour);
    }
  },
  line: (mark, context) => drawPoints(mark, mark, context),
  points: (mark, { panel, dots }) => {
    const [width, height] = [2 * dots.columns, 4 * dots.rows];
    for (const [k, value] of mark.x.entries()) {
      const y = dotAt(mark.y[k] as number, panel.y, height);
      setDot(dots, dotAt(value, panel.x, width), height - 1 - y, mark.colour);
    }
  },
  // A filled area would hide the marks on it.
  area: ({ x, low, high, colour }, context) => {
    for (const y of [low, high]) drawPoints({ x, y }, { colour }, context);
  },
  bars: (mark, context) => drawPoints(roof(outline(mark)), mark, context),
  blocks: (mark, { panel, dots }) => {
    const [width, height] = [2 * dots.columns, 4 * dots.rows];
    for (const [k, from] of mark.left.entries()) {
      const end = toPixels(mark.right[k] as number, panel.x, width);
      const [low, high] = [mark.low[k] as number, mark.high[k] as number].map((y) =>
        Math.round(toPixels(y, panel.y, height)),
      ) as [number, number];
      for (let x = Math.round(toPixels(from, panel.x, width)); x < Math.round(end); x++) {
        for (let y = low; y < high; y++) setDot(dots, x, height - 1 - y, mark.colour);
      }
    }
  },
  text: (mark, { dots, texts }) => {
    const text = cutText(printable(mark.text), (part) => textColumns(part) <= dots.columns);
    const room = dots.columns - textColumns(text);
    const column = Math.min(
      room,
      Math.max(0, Math.round(mark.x * dots.columns - textColumns(text) / 2)),
    );
    const row = Math.min(dots.rows - 1, Math.max(0, Math.floor((1 - mark.y) * dots.rows)));
    texts.push({ text, column, row });
  },
};

/** Draw lines; the first dash pattern fills every second cell, the next every third. */
function drawPoints(
  points: Points,
  { colour, dash = 0 }: { readonly colour: Colour; readonly dash?: number | undefined },
  context: Context,
): void {
  const { panel, dots } = context;
  const [width, height] = [2 * dots.columns, 4 * dots.rows];
  const lines = polylines(points, {
    x: (value) => dotAt(value, panel.x, width),
    y: (value) => height - 1 - dotAt(value, panel.y, height),
    column: 1,
  });
  for (const { x, y } of lines) {
    for (let k = 0; k < x.length; k++) {
      const before = Math.max(0, k - 1);
      const ends = [x[before], y[before], x[k], y[k]] as [number, number, number, number];
      if (dash === 0 || ((x[k] as number) >> 1) % (dash + 1) === 0) setLine(dots, ends, colour);
    }
  }
}

/** Return the dot of a value, counted from the start of the axis; the end belongs to the last dot. */
function dotAt(value: number, axis: Axis, dots: number): number {
  const place = Math.floor(toPixels(value, axis, dots));
  return value === axis.until ? dots - 1 : place;
}

function drawY(canvas: TerminalCanvas, box: Box, top: number): void {
  const { panel, gutter, rows } = box;
  const rowOf = (at: number): number => rows - 1 - (dotAt(at, panel.y, 4 * rows) >> 2);
  const axis = labelAxis(panel.y, {
    most: Math.min(6, Math.max(2, rows >> 1)),
    fits: fitsRows(rowOf, rows),
  });
  for (let row = 0; row < rows; row++) {
    writeText(canvas, { column: gutter, row: top + row, colour: "ink" }, "│");
  }
  if (panel.y.kind !== "bands") {
    for (const at of axis.ticks) {
      writeText(canvas, { column: gutter, row: top + rowOf(at), colour: "ink" }, "┤");
    }
  }
  const writeRight = (text: string, row: number, colour: AxisLabel["colour"]): void => {
    const short = cutText(printable(text), (part) => textColumns(part) < gutter);
    writeText(canvas, { column: gutter - 1 - textColumns(short), row: top + row, colour }, short);
  };
  for (const { at, text, detail, colour } of axis.labels) {
    writeRight(text, rowOf(at), colour);
    if (detail !== "") writeRight(detail, rowOf(at) + 1, "muted");
  }
}

function fitsRows(rowOf: (at: number) => number, rows: number) {
  return (labels: readonly AxisLabel[]): boolean =>
    labels.every((label, i) => {
      const next = labels[i + 1];
      const lines = label.detail === "" ? 1 : 2;
      if (rowOf(label.at) + lines > rows) return false;
      return next === undefined || Math.abs(rowOf(next.at) - rowOf(label.at)) >= lines;
    });
}

function drawX(canvas: TerminalCanvas, { panel, gutter, columns }: Box, row: number): void {
  const columnOf = (at: number): number => dotAt(at, panel.x, 2 * columns) >> 1;
  const startOf = ({ at, text }: AxisLabel): number => {
    const centred = gutter + 1 + columnOf(at) - (textColumns(text) >> 1);
    return Math.min(centred, canvas.columns - textColumns(text));
  };
  const fits = (labels: readonly AxisLabel[]): boolean =>
    labels.every((label, i) => {
      const next = labels[i + 1];
      if (startOf(label) < 0) return false;
      return next === undefined || startOf(next) - startOf(label) - textColumns(label.text) >= 2;
    });
  const axis: AxisLabels = labelAxis(panel.x, { most: 11, fits });
  const place = { row, colour: "ink" as const };
  writeText(canvas, { ...place, column: gutter }, `└${"─".repeat(columns)}`);
  for (const at of axis.ticks) {
    writeText(canvas, { ...place, column: gutter + 1 + columnOf(at) }, "┬");
  }
  if (panel.sharesX) return;
  for (const label of axis.labels) {
    writeText(canvas, { ...place, row: row + 1, column: startOf(label) }, label.text);
  }
  const [caption = ""] = axis.captions;
  const short = cutText(printable(caption), (part) => textColumns(part) <= columns);
  const column = gutter + 1 + ((columns - textColumns(short)) >> 1);
  writeText(canvas, { ...place, row: row + 2, column }, short);
}
