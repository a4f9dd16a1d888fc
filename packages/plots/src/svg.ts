import { darkening, darkStyle } from "./dark-style.ts";
import { dashArray } from "./dashes.ts";
import {
  type BlocksMark,
  drawMark,
  type Figure,
  type LineMark,
  type MarkTable,
  type Theme,
  type TicksMark,
} from "./figure.ts";
import {
  type BarFrame,
  barAxis,
  captionLine,
  type Frame,
  fontSizes,
  type HeaderText,
  layOut,
  toPixels,
} from "./layout.ts";
import { outline, type Polyline, polylines, roof, straightened } from "./polyline.ts";
import { textWidth } from "./text-width.ts";
import { coloursOf, resolveColour } from "./theme.ts";

interface Context {
  readonly frame: Frame;
  readonly theme: Theme;
}

/** Draw a figure as SVG text, identical on every machine. */
export function toSvg(figure: Figure): string {
  const { width, height, frames } = layOut(figure);
  const { theme } = figure;
  const body = frames.map((frame) => drawFrame({ frame, theme })).join("");
  const isAuto = theme === "auto";
  const font = `font-family="Inter,Helvetica,Arial,sans-serif" font-size="${fontSizes.label}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" ${font}${isAuto ? ` class="${darkening}"` : ""}>\n` +
    (isAuto ? darkStyle(figure) : "") +
    `<rect width="${width}" height="${height}" fill="${coloursOf(theme).background}"/>\n${body}</svg>\n`
  );
}

const marks: MarkTable<Context, string> = {
  ticks: (mark, context) => {
    const stroke = resolveColour(mark.colour, context.theme);
    const width = mark.x.length > 20_000 ? 0.7 : mark.x.length > 2000 ? 0.9 : 1.2;
    const d = ticksPath(mark, context.frame);
    return d === ""
      ? ""
      : `<path fill="none" stroke="${stroke}" stroke-width="${width}" d="${d}"/>`;
  },
  line: (mark, context) => {
    const lines = linesIn(mark, context.frame);
    const stroke = resolveColour(mark.colour, context.theme);
    const opacity = mark.faint ? ' stroke-opacity="0.5"' : "";
    const dashes = dashArray(mark.dash);
    const pattern = dashes === "" ? "" : ` stroke-dasharray="${dashes}"`;
    // Round caps would close the gaps between dashes.
    const ends = dashes === "" ? ' stroke-linecap="round"' : "";
    const paint = `fill="none" stroke="${stroke}"${opacity}${pattern} stroke-linejoin="round"${ends}`;
    const draw = (parts: readonly Polyline[], width: number): string =>
      parts.length === 0
        ? ""
        : `<path ${paint} stroke-width="${width}" d="${parts.map(linePath).join("")}"/>`;
    // A single sample between gaps would be invisible at the width of a line.
    const dots = draw(
      lines.filter(({ x }) => x.length === 1),
      2.5,
    );
    const drawn = draw(
      lines.filter(({ x }) => x.length > 1),
      mark.faint ? 0.7 : 1,
    );
    return [drawn, dots].filter((path) => path !== "").join("\n");
  },
  points: (mark, { frame, theme }) => {
    const parts: Polyline[] = [];
    for (const [k, value] of mark.x.entries()) {
      const x = toPixels(value, frame.panel.x, frame.width);
      const y = frame.height - toPixels(mark.y[k] as number, frame.panel.y, frame.height);
      if (Number.isFinite(x) && Number.isFinite(y)) parts.push({ x: [x], y: [y] });
    }
    if (parts.length === 0) return "";
    const opacity = mark.faint ? ' stroke-opacity="0.35"' : "";
    const stroke = `stroke="${resolveColour(mark.colour, theme)}"${opacity} stroke-linecap="round"`;
    const d = parts.map(linePath).join("");
    return `<path fill="none" ${stroke} stroke-width="${mark.size ?? (mark.faint ? 3.5 : 5)}" d="${d}"/>`;
  },
  area: (mark, { frame, theme }) => {
    const [low, high] = [mark.low, mark.high].map((y) => linesIn({ x: mark.x, y }, frame));
    const d = (high ?? []).map((line, k) => {
      const back = low?.[k] as Polyline;
      const [x, y] = [
        [...line.x, ...[...back.x].reverse()],
        [...line.y, ...[...back.y].reverse()],
      ];
      return `${linePath({ x, y })}z`;
    });
    const colour = resolveColour(mark.colour, theme);
    return d.length === 0 ? "" : `<path fill="${colour}" fill-opacity="0.15" d="${d.join("")}"/>`;
  },
  bars: (mark, { frame, theme }) => {
    const whole = outline(mark);
    const area = linesIn(whole, frame).map(linePath).join("");
    const top = linesIn(roof(whole), frame).map(linePath).join("");
    const colour = resolveColour(mark.colour, theme);
    const fill = `<path fill="${colour}" fill-opacity="0.1" d="${area}"/>`;
    return `${fill}\n<path fill="none" stroke="${colour}" d="${top}"/>`;
  },
  blocks: (mark, { frame, theme }) => {
    const d = blocksPath(mark, frame);
    const fill = resolveColour(mark.colour, theme);
    // A stroke of the same colour closes the seam that antialiasing leaves between neighbours.
    const stroke = mark.seamless === true ? fill : coloursOf(theme).background;
    const edge = `stroke="${stroke}" stroke-width="${mark.seamless === true ? 0.2 : 0.5}"`;
    return d === "" ? "" : `<path fill="${fill}" ${edge} d="${d}"/>`;
  },
  text: (mark, { frame, theme }) => {
    const x = mark.x * frame.width;
    const y = (1 - mark.y) * frame.height;
    return textAt(
      { x, y: y + 4, anchor: "middle", fill: resolveColour(mark.colour, theme) },
      mark.text,
    );
  },
};

function drawFrame(context: Context): string {
  const { frame } = context;
  const { left, top, width, height } = frame;
  const drawn = frame.panel.marks.map((mark) => drawMark(marks, mark, context));
  // A nested svg clips without an id, which could clash with another figure on the page.
  const plot = `<svg x="${left}" y="${top}" width="${width}" height="${height}">\n`;
  const lines = drawn.filter((one) => one !== "").join("\n");
  const bar = frame.bar === undefined ? "" : drawBar(frame.bar, context);
  return `${plot}${lines}\n</svg>\n${drawAxes(context)}${bar}${frame.header.map((text) => drawHeader(text, context.theme)).join("")}`;
}

/** Draw a colour bar from bottom to top, with ticks, labels and caption on its right. */
function drawBar({ bar, left, width, labels }: BarFrame, { frame, theme }: Context): string {
  const { top, height } = frame;
  const { ink } = coloursOf(theme);
  const step = height / bar.colours.length;
  const steps = bar.colours.map((colour, k) => {
    const [y, fill] = [round(top + height - (k + 1) * step), resolveColour(colour, theme)];
    // Each overlaps the one above, so that antialiasing leaves no seam.
    const tall = round(step + (k === 0 ? 0 : 0.5));
    return `<rect x="${left}" y="${y}" width="${width}" height="${tall}" fill="${fill}"/>`;
  });
  const right = left + width;
  const yOf = (at: number): number => round(top + height - toPixels(at, barAxis(bar), height));
  const d = labels.ticks.map((at) => `M${right} ${yOf(at)}h4`).join("");
  const texts = labels.labels.map(({ at, text }) =>
    textAt({ x: right + 8, y: yOf(at) + 4, anchor: "start", fill: ink }, text),
  );
  const widest = Math.max(0, ...labels.labels.map(({ text }) => textWidth(text, fontSizes.label)));
  const place = { x: right + 24 + widest, y: top + height / 2, fill: ink };
  texts.push(...uprightLines(labels.captions, place));
  const axis = `<path fill="none" stroke="${ink}" stroke-width="0.8" d="${d}"/>`;
  return `${[...steps, axis, ...texts].join("\n")}\n`;
}

function drawAxes({ frame, theme }: Context): string {
  const { left, top, width, height, panel } = frame;
  const [ink, bottom] = [coloursOf(theme).ink, top + height];
  const xs = frame.x.ticks.map((at) => round(left + toPixels(at, panel.x, width)));
  const ys = frame.y.ticks.map((at) => round(bottom - toPixels(at, panel.y, height)));
  const d = [
    `M${left} ${top}V${bottom}H${left + width}`,
    ...xs.map((x) => `M${x} ${bottom}v4`),
    ...ys.map((y) => `M${left} ${y}h-4`),
  ].join("");
  const axes = `<path fill="none" stroke="${ink}" stroke-width="0.8" d="${d}"/>\n`;
  return axes + yTexts({ frame, theme }) + (panel.sharesX ? "" : xTexts({ frame, theme }));
}

function xTexts({ frame, theme }: Context): string {
  const { left, top, width, height, panel } = frame;
  const fill = coloursOf(theme).ink;
  const texts = frame.x.labels.map(({ at, text }) => {
    const x = left + toPixels(at, panel.x, width);
    return textAt({ x, y: top + height + 16, anchor: "middle", fill }, text);
  });
  const [caption] = frame.x.captions;
  const place = { x: left + width / 2, y: top + height + 34, size: fontSizes.caption };
  const below =
    caption === undefined ? [] : [textAt({ ...place, anchor: "middle", fill }, caption)];
  return `${[...texts, ...below].join("\n")}\n`;
}

function yTexts({ frame, theme }: Context): string {
  const { left, top, height, panel } = frame;
  const texts = frame.y.labels.flatMap(({ at, text, detail, colour }) => {
    const middle = top + height - toPixels(at, panel.y, height) + 4;
    const place = { x: left - 8, anchor: "end" as const };
    const fill = resolveColour(colour, theme);
    if (detail === "") return [textAt({ ...place, y: middle, fill }, text)];
    return [
      textAt({ ...place, y: middle - 7, fill }, text),
      textAt({ ...place, y: middle + 7, fill: coloursOf(theme).muted }, detail),
    ];
  });
  const place = { x: frame.captionX, y: top + height / 2, fill: coloursOf(theme).ink };
  texts.push(...uprightLines(frame.y.captions, place));
  return texts.length === 0 ? "" : `${texts.join("\n")}\n`;
}

/** Write a rotated caption line by line. */
function uprightLines(
  lines: readonly string[],
  { x, ...place }: Pick<TextPlace, "x" | "y" | "fill">,
): readonly string[] {
  const look = { size: fontSizes.caption, upright: true, anchor: "middle" } as const;
  return lines.map((text, k) => textAt({ ...place, ...look, x: x + captionLine * k }, text));
}

function drawHeader(header: HeaderText, theme: Theme): string {
  const { x, y, text, size, colour, swatch, dash } = header;
  const fill = resolveColour(colour, theme);
  if (swatch === undefined) return `${textAt({ x, y, size, anchor: "start", fill }, text)}\n`;
  const dashes = dashArray(dash);
  const pattern = dashes === "" ? "" : ` stroke-dasharray="${dashes}"`;
  const line = `<path stroke="${resolveColour(swatch, theme)}" stroke-width="2"${pattern} d="M${round(x)} ${round(y - 4)}h14"/>`;
  return `${line}${textAt({ x: x + 20, y, size, anchor: "start", fill }, text)}\n`;
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly fill: string;
  readonly size?: number;
  /** Rotated to read from bottom to top. */
  readonly upright?: boolean;
}

function textAt({ x, y, anchor, fill, size, upright }: TextPlace, text: string): string {
  const font = size === undefined || size === fontSizes.label ? "" : ` font-size="${size}"`;
  const [px, py] = [round(x), round(y)];
  const turn = upright ? ` transform="rotate(-90 ${px} ${py})"` : "";
  const start = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  return `<text x="${px}" y="${py}"${start}${font} fill="${fill}"${turn}>${escapeXml(text)}</text>`;
}

/** Escape text for XML; invalid characters become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

function linesIn(mark: Pick<LineMark, "x" | "y">, frame: Frame): Polyline[] {
  const { panel, width, height } = frame;
  return polylines(mark, {
    x: (value) => toPixels(value, panel.x, width),
    y: (value) => height - toPixels(value, panel.y, height),
    column: 0.5,
  }).map(straightened);
}

/** Write relative moves in tenths of a pixel: as integers, so that rounding errors do not accumulate. */
function linePath({ x, y }: Polyline): string {
  let [px, py] = [tenth(x[0] as number), tenth(y[0] as number)];
  let d = `M${decimal(px)}${joined(py)}${x.length === 1 ? "h0" : "l"}`;
  for (let k = 1, first = true; k < x.length; k++) {
    const [nx, ny] = [tenth(x[k] as number), tenth(y[k] as number)];
    if (nx === px && ny === py && k < x.length - 1) continue;
    d += `${first ? decimal(nx - px) : joined(nx - px)}${joined(ny - py)}`;
    [px, py, first] = [nx, ny, false];
  }
  return d;
}

// Row and column of a point in tenths of a pixel, both within 2 ** 20 of 0, as one sortable number.
const OFFSET = 2 ** 20;
const ROW = 2 ** 21;

/** Write one path for all spikes, row by row; spikes at the same tenth of a pixel are drawn once. */
function ticksPath(mark: TicksMark, { panel, width, height }: Frame): string {
  const length = tenth(
    Math.min(16, Math.max(1.5, toPixels(mark.height + panel.y.from, panel.y, height))),
  );
  const keys = new Float64Array(mark.x.length);
  for (let k = 0; k < keys.length; k++) {
    const x = tenth(toPixels(mark.x[k] as number, panel.x, width));
    const y = tenth(height - toPixels(mark.y[k] as number, panel.y, height)) - (length >> 1);
    keys[k] = (y + OFFSET) * ROW + x + OFFSET;
  }
  keys.sort();
  const parts: string[] = [];
  let [px, py, before] = [0, 0, Number.NaN];
  const stroke = `v${decimal(length)}`;
  for (const key of keys) {
    if (key === before || Number.isNaN(key)) continue;
    before = key;
    const x = (key % ROW) - OFFSET;
    const y = Math.floor(key / ROW) - OFFSET;
    parts.push(`m${decimal(x - px)}${joined(y - py)}${stroke}`);
    [px, py] = [x, y + length];
  }
  return parts.join("");
}

/** Write one path for all rectangles that are wide enough to be visible. */
function blocksPath(mark: BlocksMark, { panel, width, height }: Frame): string {
  const parts: string[] = [];
  for (const [k, from] of mark.left.entries()) {
    const left = tenth(toPixels(from, panel.x, width));
    const right = tenth(toPixels(mark.right[k] as number, panel.x, width));
    const top = tenth(height - toPixels(mark.high[k] as number, panel.y, height));
    const bottom = tenth(height - toPixels(mark.low[k] as number, panel.y, height));
    if (right <= left) continue;
    const [wide, tall] = [decimal(right - left), decimal(bottom - top)];
    parts.push(`M${decimal(left)}${joined(top)}h${wide}v${tall}H${decimal(left)}z`);
  }
  return parts.join("");
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10);
}

function decimal(tenths: number): string {
  return String(tenths / 10).replace(/^(-?)0\./, "$1.");
}

function joined(tenths: number): string {
  return tenths < 0 ? decimal(tenths) : ` ${decimal(tenths)}`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10 + 0;
}
