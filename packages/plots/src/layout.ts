import { type AxisLabel, type AxisLabels, labelAxis } from "./axis-labels.ts";
import type { Axis, Colour, ColourBar, Figure, LegendEntry, Panel } from "./figure.ts";
import { cutText, textWidth, wrapText } from "./text-width.ts";

/** Font sizes in pixels. */
export const fontSizes = { title: 14, caption: 12, label: 11 } as const;

const PAD = 12;
const TICK = 4;
const LINE = 17;

/** A line of text above a plot; legend entries have a colour swatch in front. */
export interface HeaderText {
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly colour: Colour;
  readonly swatch: Colour | undefined;
  readonly dash?: number | undefined;
}

/** Position of a panel in the picture, in pixels. */
export interface Frame {
  readonly panel: Panel;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Horizontal centre of the first line of the rotated y caption. */
  readonly captionX: number;
  readonly header: readonly HeaderText[];
  readonly x: AxisLabels;
  readonly y: AxisLabels;
  readonly bar: BarFrame | undefined;
}

/** Position of a colour bar, in pixels. */
export interface BarFrame {
  readonly bar: ColourBar;
  readonly left: number;
  readonly width: number;
  readonly labels: AxisLabels;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Frame[];
}

/** Place panels, labels and headers so that nothing overlaps. */
export function layOut(figure: Figure): Layout {
  const columns = figure.columns ?? [figure.width];
  let start = 0;
  const laid = columns.map((width, column) => {
    const panels = figure.panels.filter((panel) => (panel.column ?? 0) === column);
    const box = { start, width };
    start += width;
    return layColumn(panels, box);
  });
  const height = Math.max(1, ...laid.map((one) => Math.round(one.height)));
  return { width: figure.width, height, frames: laid.flatMap(({ frames }) => frames) };
}

interface Column {
  readonly start: number;
  readonly width: number;
}

function layColumn(
  panels: readonly Panel[],
  column: Column,
): { readonly frames: readonly Frame[]; readonly height: number } {
  const gutter = Math.max(0, ...panels.map((panel) => gutterOf(panel, column.width)));
  const right = Math.max(0, ...panels.map(barRoom));
  const left = Math.round(column.start + PAD + gutter);
  const available = Math.max(40, column.start + column.width - left - 2 * PAD - right);
  let y = 0;
  const frames = panels.map((panel): Frame => {
    const header = headerOf(panel, { left, top: y, width: available + right });
    const top = Math.round(y + header.height);
    const below = 44;
    const room = { width: available, height: Math.max(40, panel.height - header.height - below) };
    const { width, height } = panel.equalScales === true ? scaledEqually(panel, room) : room;
    y = top + height + (panel.sharesX ? 12 : below);
    return {
      panel,
      left,
      top,
      width,
      height,
      captionX: column.start + 22,
      header: header.texts,
      x: labelAxis(panel.x, horizontalRoom(panel.x, width)),
      y: yLabels(panel.y, height, column.width),
      bar: barOf(panel, { left: left + width + BAR_GAP, height }),
    };
  });
  return { frames, height: y };
}

/** Shrink the width or the height of a plot until a unit of x is as long as a unit of y. */
function scaledEqually(
  { x, y }: Panel,
  { width, height }: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } {
  const ratio = (x.until - x.from) / (y.until - y.from);
  return {
    width: Math.max(40, Math.round(Math.min(width, height * ratio))),
    height: Math.max(40, Math.round(Math.min(height, width / ratio))),
  };
}

const BAR_GAP = 14;
const BAR_WIDTH = 12;

function barOf(
  { colourBar: bar }: Panel,
  { left, height }: { readonly left: number; readonly height: number },
): BarFrame | undefined {
  if (bar === undefined) return undefined;
  return { bar, left, width: BAR_WIDTH, labels: yLabels(barAxis(bar), height, Infinity) };
}

/** Return the axis of a colour bar. */
export function barAxis({ label, unit, from, until }: ColourBar): Axis {
  return { kind: "number", label, unit, from, until };
}

/** Width in pixels of a colour bar with its labels and caption. */
function barRoom({ colourBar: bar, height }: Panel): number {
  if (bar === undefined) return 0;
  const { labels, captions } = yLabels(barAxis(bar), Math.max(40, height - 44), Infinity);
  const widths = labels.map(({ text }) => textWidth(text, fontSizes.label));
  return BAR_GAP + BAR_WIDTH + Math.max(16, ...widths) + TICK + 5 + captionRoom(captions, 2);
}

/** Map a value to pixels along an axis; values far outside are clamped near the frame. */
export function toPixels(value: number, axis: Axis, length: number): number {
  const share = shareOf(value, axis);
  return Math.min(3, Math.max(-2, share)) * length;
}

function shareOf(value: number, axis: Axis): number {
  const { from, until } = axis;
  if (axis.kind !== "number" || axis.scale !== "log") return (value - from) / (until - from);
  // Zero and values of the other sign lie below the axis.
  return value / from > 0 ? Math.log(value / from) / Math.log(until / from) : -2;
}

function horizontalRoom(axis: Axis, width: number): Parameters<typeof labelAxis>[1] {
  const spanOf = ({ at, text }: AxisLabel): [number, number] => {
    const [middle, half] = [toPixels(at, axis, width), textWidth(text, fontSizes.label) / 2];
    return [middle - half, middle + half];
  };
  const fits = (labels: readonly AxisLabel[]): boolean =>
    labels.every((label, i) => {
      const [start, end] = spanOf(label);
      const next = labels[i + 1];
      if (start < -2 * PAD - 16 || end > width + 2 * PAD) return false;
      return next === undefined || spanOf(next)[0] - end >= 14;
    });
  return { most: Math.min(11, Math.max(4, Math.floor(width / 60))), fits };
}

function yLabels(axis: Axis, height: number, figureWidth: number): AxisLabels {
  const fits = (labels: readonly AxisLabel[]): boolean =>
    labels.every((label, i) => {
      const next = labels[i + 1];
      if (next === undefined) return true;
      const between = Math.abs(toPixels(next.at, axis, height) - toPixels(label.at, axis, height));
      return between >= (lineCount(label) + lineCount(next)) * 7;
    });
  const most = Math.min(7, Math.max(3, Math.floor(height / 26)));
  const { ticks, labels, captions } = labelAxis(axis, { most, fits });
  const fitsSide = (text: string): boolean =>
    textWidth(text, fontSizes.label) <= Math.max(40, figureWidth * 0.28);
  const short = labels.map((label) => ({
    ...label,
    text: cutText(label.text, fitsSide),
    detail: cutText(label.detail, fitsSide),
  }));
  return { ticks, labels: short, captions: uprightCaption(axis, captions, height) };
}

/** Choose a rotated caption that fits; if none does, put the unit on a line of its own. */
function uprightCaption(
  axis: Axis,
  captions: readonly string[],
  height: number,
): readonly string[] {
  const fits = (text: string): boolean => textWidth(text, fontSizes.caption) <= height + 12;
  const whole = captions.find(fits);
  if (whole !== undefined) return [whole];
  if (axis.kind !== "number" || axis.unit === "") return [];
  return [cutText(axis.label, fits), `(${axis.unit})`].filter((line) => line !== "");
}

/** Distance in pixels between lines of a caption. */
export const captionLine = 14;

function captionRoom(lines: readonly string[], gap: number): number {
  return lines.length === 0 ? 0 : gap + captionLine * lines.length;
}

function lineCount({ detail }: AxisLabel): number {
  return detail === "" ? 1 : 2;
}

function gutterOf(panel: Panel, figureWidth: number): number {
  const { labels, captions } = yLabels(panel.y, Math.max(40, panel.height - 44), figureWidth);
  const widths = labels.flatMap(({ text, detail }) => [
    textWidth(text, fontSizes.label),
    textWidth(detail, fontSizes.label),
  ]);
  return Math.max(16, ...widths) + TICK + 5 + captionRoom(captions, 8);
}

/** Lay out title, legend and remark; title and legend share a line if both fit. */
function headerOf(
  panel: Panel,
  box: { readonly left: number; readonly top: number; readonly width: number },
): { readonly texts: readonly HeaderText[]; readonly height: number } {
  const { left, width } = box;
  const texts: HeaderText[] = [];
  let baseline = box.top + PAD + 2;
  const write = (text: string, size: number, colour: Colour): void => {
    for (const line of wrapText(text, (part) => textWidth(part, size) <= width)) {
      baseline += LINE;
      texts.push({ x: left, y: baseline - 4, text: line, size, colour, swatch: undefined });
    }
  };
  write(panel.title, fontSizes.title, "ink");
  const titleWidth = textWidth(panel.title, fontSizes.title);
  const legend = legendRows(panel.legend, width);
  const [row] = legend;
  const beside = row !== undefined && legend.length === 1 && titleWidth + row.width + 24 <= width;
  if (beside && panel.title === "") baseline += LINE;
  const rows = beside ? [] : legend;
  if (beside) texts.push(...placeRow(row.entries, left + width - row.width, baseline - 4));
  write(panel.remark, fontSizes.label, "muted");
  for (const { entries } of rows) {
    baseline += LINE;
    texts.push(...placeRow(entries, left, baseline - 4));
  }
  return { texts, height: baseline - box.top + (texts.length > 0 ? 6 : 0) };
}

const SWATCH = 20;
const BETWEEN = 16;

interface LegendRow {
  readonly entries: LegendEntry[];
  readonly width: number;
}

function legendRows(legend: readonly LegendEntry[], width: number): LegendRow[] {
  const rows: LegendRow[] = [];
  for (const entry of legend) {
    const fits = (text: string): boolean => SWATCH + textWidth(text, fontSizes.label) <= width;
    const text = cutText(entry.text, fits);
    const own = SWATCH + textWidth(text, fontSizes.label);
    const last = rows[rows.length - 1];
    const joined = (last?.width ?? 0) + BETWEEN + own;
    const placed = { ...entry, text };
    if (last === undefined || joined > width) rows.push({ entries: [placed], width: own });
    else rows[rows.length - 1] = { entries: [...last.entries, placed], width: joined };
  }
  return rows;
}

function placeRow(entries: readonly LegendEntry[], start: number, y: number): HeaderText[] {
  let x = start;
  return entries.map(({ text, colour, dash }): HeaderText => {
    const look = { size: fontSizes.label, colour: "ink" as const, swatch: colour, dash };
    const placed = { x, y, text, ...look };
    x += SWATCH + textWidth(text, fontSizes.label) + BETWEEN;
    return placed;
  });
}
