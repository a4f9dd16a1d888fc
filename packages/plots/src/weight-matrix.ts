import { checkOptionNames } from "@spikeloom/kernel";
import { displayUnit, inDisplayUnit } from "./display-unit.ts";
import type { BlocksMark, ColourBar, Figure, Mark, Panel } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { extent, type Range, valueRange } from "./range.ts";
import { checkMap, type WeightMap } from "./series.ts";
import { countOf, emptyNote } from "./words.ts";

/** Maximum number of cells along an axis; with more neurons, several share a cell. */
const MOST_SQUARES = 240;
const SHADES = 21;

/**
 * Draw a weight matrix of sources and targets, one panel per series.
 *
 * A cell shows the mean of its synapses, such as multapses, and is blank without any. In large populations several
 * neurons share a cell. A colour bar gives the scale.
 */
export function weightMatrix(given: readonly WeightMap[], options: FigureOptions = {}): Figure {
  checkOptionNames(options, figureOptionNames, "weightMatrix");
  for (const one of given) checkMap(one);
  const series = given.map((one) => ({
    ...one,
    unit: displayUnit(one.unit).unit,
    values: inDisplayUnit(one.values, one.unit),
  }));
  const { title, width, height, theme } = readOptions(options, 420);
  const panels = series.map(
    (one, i): Panel => ({
      ...matrixPanel(one),
      title: i === 0 ? title : "",
      height,
      sharesX: false,
    }),
  );
  return { width, theme, panels: panels.length > 0 ? panels : [emptyPanel(title, height)] };
}

function emptyPanel(title: string, height: number): Panel {
  const axis = { kind: "number", label: "", unit: "", from: 0, until: 1 } as const;
  const marks = [emptyNote("no synapses")];
  return { title, remark: "", x: axis, y: axis, marks, legend: [], height, sharesX: false };
}

function matrixPanel(series: WeightMap): Omit<Panel, "title" | "height" | "sharesX"> {
  const { from, to, label, unit, when, values } = series;
  const squares = squaresOf(series);
  const range = extent([squares.means]);
  const marks: readonly Mark[] =
    range === undefined ? [emptyNote("no synapses")] : marksOf(squares, range);
  const { tall, wide } = squares;
  const shared =
    tall > 1 || wide > 1
      ? `${countOf(tall, "source")} and ${countOf(wide, "target")} per cell`
      : "";
  const head = [label, when ?? ""].filter((text) => text !== "").join(" ");
  const remark = [`${head}, ${countOf(values.length, "synapse")}`, shared];
  return {
    remark: remark.filter((text) => text !== "").join("; "),
    x: axisOf(`target in ${to.label}`, to.size),
    y: axisOf(`source in ${from.label}`, from.size),
    marks,
    legend: [],
    colourBar: range === undefined ? undefined : barOf(range, { label: labelOf(label), unit }),
  };
}

function axisOf(label: string, size: number): Panel["x"] {
  // Neuron k extends from k - 1/2 to k + 1/2, so that ticks are at its centre.
  return { kind: "number", label, unit: "", from: -0.5, until: Math.max(1, size) - 0.5 };
}

interface Squares {
  /** Sources and targets per cell. */
  readonly tall: number;
  readonly wide: number;
  readonly columns: number;
  /** Row by row; NaN without a synapse. */
  readonly means: Float64Array;
}

function squaresOf({ sources, targets, values, from, to }: WeightMap): Squares {
  const [tall, wide] = [from, to].map(({ size }) =>
    Math.ceil(Math.max(1, size) / MOST_SQUARES),
  ) as [number, number];
  const columns = Math.ceil(Math.max(1, to.size) / wide);
  const rows = Math.ceil(Math.max(1, from.size) / tall);
  const means = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  for (const [k, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const row = Math.floor((sources[k] as number) / tall);
    const at = row * columns + Math.floor((targets[k] as number) / wide);
    const count = (counts[at] as number) + 1;
    counts[at] = count;
    // A running mean stays finite where a sum would not.
    const mean = means[at] as number;
    means[at] = mean + (value / count - mean / count);
  }
  for (const [at, count] of counts.entries()) if (count === 0) means[at] = Number.NaN;
  return { tall, wide, columns, means };
}

/** One mark per shade; neighbours in a row with the same shade are merged. */
function marksOf({ tall, wide, columns, means }: Squares, range: Range): readonly BlocksMark[] {
  const blocks = Array.from({ length: SHADES }, (): number[][] => [[], [], [], []]);
  const levelAt = (at: number): number => levelOf(means[at] as number, range);
  for (let at = 0; at < means.length; ) {
    const level = levelAt(at);
    const [row, column] = [Math.floor(at / columns), at % columns];
    let end = column + 1;
    while (end < columns && levelAt(row * columns + end) === level) end++;
    at = row * columns + end;
    const [left, right, low, high] = blocks[level] ?? [];
    left?.push(column * wide - 0.5);
    right?.push(end * wide - 0.5);
    low?.push(row * tall - 0.5);
    high?.push((row + 1) * tall - 0.5);
  }
  return blocks.flatMap(([left = [], right = [], low = [], high = []], level) => {
    if (left.length === 0) return [];
    const [l, r, b, t] = [left, right, low, high].map((list) => Float64Array.from(list)) as [
      ...Float64Array[],
    ];
    const edges = { left: l, right: r, low: b, high: t } as Pick<
      BlocksMark,
      "left" | "right" | "low" | "high"
    >;
    const colour = { shade: level / (SHADES - 1) };
    return [{ kind: "blocks", ...edges, colour, seamless: true } as const];
  });
}

/** Index of the shade of a value; -1 without a value. Weights of one sign are darkest where strongest. */
function levelOf(value: number, { from, until }: Range): number {
  if (!Number.isFinite(value)) return -1;
  if (!(until > from)) return SHADES - 1;
  const share = value / (until - from) - from / (until - from);
  const strength = until <= 0 ? 1 - share : share;
  return Math.min(SHADES - 1, Math.max(0, Math.round(strength * (SHADES - 1))));
}

/** Quantity of a series, without the projection, which the remark names. */
function labelOf(label: string): string {
  return label.split(" of ")[0] ?? label;
}

function barOf(range: Range, axis: Pick<ColourBar, "label" | "unit">): ColourBar {
  // A single value has one shade, but the axis needs a range.
  const { from, until } = valueSpan(range);
  const colours = Array.from({ length: SHADES }, (_, k) => {
    const value = from + ((until - from) * k) / (SHADES - 1);
    return { shade: levelOf(value, range) / (SHADES - 1) };
  });
  return { ...axis, from, until, colours };
}

function valueSpan(range: Range): Range {
  return range.until > range.from ? range : valueRange(range, "the axis of colours");
}
