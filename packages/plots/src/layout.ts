import { type AxisLabel, type AxisLabels, labelAxis } from "./axis-labels.ts";
import type { Axis, Colour, Figure, LegendEntry, Panel } from "./figure.ts";
import { cutText, textWidth, wrapText } from "./text-width.ts";

/** Font sizes in pixels. */
export const fontSizes = { title: 14, caption: 12, label: 11 } as const;

const PAD = 12;
const TICK = 4;
const LINE = 17;

/** A line of the header; a swatch of that colour stands before a legend entry. */
export interface HeaderText {
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly colour: Colour;
  readonly swatch: Colour | undefined;
}

/** Where a panel lies in the picture, in pixels. */
export interface Frame {
  readonly panel: Panel;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly header: readonly HeaderText[];
  readonly x: AxisLabels;
  readonly y: AxisLabels;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Frame[];
}

/** Place panels, labels and headers so that nothing overlaps. */
export function layOut(figure: Figure): Layout {
  const gutter = Math.max(0, ...figure.panels.map((panel) => gutterOf(panel, figure.width)));
  const left = Math.round(PAD + gutter);
  const width = Math.max(40, figure.width - left - 2 * PAD);
  let y = 0;
  const frames = figure.panels.map((panel): Frame => {
    const header = headerOf(panel, { left, top: y, width });
    const top = Math.round(y + header.height);
    const below = 44;
    const height = Math.max(40, panel.height - header.height - below);
    y = top + height + (panel.sharesX ? 12 : below);
    return {
      panel,
      left,
      top,
      width,
      height,
      header: header.texts,
      x: labelAxis(panel.x, horizontalRoom(panel.x, width)),
      y: yLabels(panel, height, figure.width),
    };
  });
  return { width: figure.width, height: Math.max(1, Math.round(y)), frames };
}

/** Map a value to pixels along an axis of that length; far values stay near the frame. */
export function toPixels(value: number, axis: Axis, length: number): number {
  const share = (value - axis.from) / (axis.until - axis.from);
  return Math.min(3, Math.max(-2, share)) * length;
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
  return { most: Math.min(11, Math.max(2, Math.floor(width / 60))), fits };
}

function yLabels(panel: Panel, height: number, figureWidth: number): AxisLabels {
  const fits = (labels: readonly AxisLabel[]): boolean =>
    labels.every((label, i) => {
      const next = labels[i + 1];
      if (next === undefined) return true;
      const between = Math.abs(
        toPixels(next.at, panel.y, height) - toPixels(label.at, panel.y, height),
      );
      return between >= (lineCount(label) + lineCount(next)) * 7;
    });
  const most = Math.min(7, Math.max(3, Math.floor(height / 26)));
  const { ticks, labels, captions } = labelAxis(panel.y, { most, fits });
  const fitsSide = (text: string): boolean =>
    textWidth(text, fontSizes.label) <= Math.max(40, figureWidth * 0.28);
  const short = labels.map((label) => ({
    ...label,
    text: cutText(label.text, fitsSide),
    detail: cutText(label.detail, fitsSide),
  }));
  const upright = captions.filter((text) => textWidth(text, fontSizes.caption) <= height + 12);
  return { ticks, labels: short, captions: upright.slice(0, 1) };
}

function lineCount({ detail }: AxisLabel): number {
  return detail === "" ? 1 : 2;
}

function gutterOf(panel: Panel, figureWidth: number): number {
  const { labels, captions } = yLabels(panel, Math.max(40, panel.height - 44), figureWidth);
  const widths = labels.flatMap(({ text, detail }) => [
    textWidth(text, fontSizes.label),
    textWidth(detail, fontSizes.label),
  ]);
  return Math.max(16, ...widths) + TICK + 5 + (captions.length > 0 ? 22 : 0);
}

/** Title and legend share a line where both fit; remarks follow the title. */
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
    const placed = { text, colour: entry.colour };
    if (last === undefined || joined > width) rows.push({ entries: [placed], width: own });
    else rows[rows.length - 1] = { entries: [...last.entries, placed], width: joined };
  }
  return rows;
}

function placeRow(entries: readonly LegendEntry[], start: number, y: number): HeaderText[] {
  let x = start;
  return entries.map(({ text, colour }): HeaderText => {
    const placed = { x, y, text, size: fontSizes.label, colour: "ink" as const, swatch: colour };
    x += SWATCH + textWidth(text, fontSizes.label) + BETWEEN;
    return placed;
  });
}
