import { mean } from "@spikeloom/analysis";
import { checkOptionNames } from "@spikeloom/kernel";
import { PLOT_LENGTHS } from "./errors.ts";
import type { BlocksMark, Colour, ColourBar, Figure, Panel } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { extent, type Range, valueRange } from "./range.ts";
import {
  checkMeasure,
  layOutEvenly,
  type SweptMeasure,
  type SweptParameter,
  type SweptPlaces,
  type SweptSeries,
  valuesByPlace,
} from "./swept-parameter.ts";
import { countOf, emptyNote } from "./words.ts";

/** Number of distinct shades. */
const SHADES = 64;
const colours: ColourBar["colours"] = Array.from({ length: SHADES }, (_, k) => ({
  shade: k / (SHADES - 1),
}));

/**
 * Draw a measure over two parameters as a map, one panel per series.
 *
 * Each pair of values has a cell of the same size, with the mean over its runs as its shade. Cells without a
 * value are blank.
 */
export function sweepMap(
  measure: SweptMeasure,
  parameters: readonly [x: SweptParameter, y: SweptParameter],
  options: FigureOptions = {},
): Figure {
  checkOptionNames(options, figureOptionNames, "sweepMap");
  const [across, up] = parameters;
  const runs = across.values.length;
  checkMeasure(measure, runs);
  if (up.values.length !== runs) {
    const expected = `${runs} values, one for each run`;
    throw PLOT_LENGTHS({ place: up.label, expected, got: String(up.values.length) });
  }
  const { title, width, height, theme } = readOptions(options, 340);
  const grid = { x: layOutEvenly(across), y: layOutEvenly(up) };
  const shown = measure.series.length === 0 ? [undefined] : measure.series;
  const panels = shown.map(
    (one, k): Panel => ({
      ...mapPanel(measure, one, grid),
      title: k === 0 ? title : "",
      height,
      sharesX: false,
    }),
  );
  return { width, theme, panels };
}

interface Grid {
  readonly x: SweptPlaces;
  readonly y: SweptPlaces;
}

function mapPanel(
  { label, unit }: SweptMeasure,
  series: SweptSeries | undefined,
  { x, y }: Grid,
): Omit<Panel, "title" | "height" | "sharesX"> {
  const columns = x.at.length;
  const places = x.placeOf.map((place, k) => (y.placeOf[k] as number) * columns + place);
  const lists = valuesByPlace(series?.values ?? new Float64Array(), places, columns * y.at.length);
  const means = Float64Array.from(lists, mean);
  const range = extent([means]);
  const axes = { x: x.axis, y: y.axis, legend: [] };
  if (range === undefined) {
    return { ...axes, remark: series?.label ?? "", marks: [emptyNote("no run gave a value")] };
  }
  const bar = { label, unit, ...barRange(range, label), colours };
  const most = Math.max(...lists.map((list) => list.length));
  const of = most > 1 ? `, mean of up to ${countOf(most, "run")} per cell` : "";
  const name = `${label} of ${series?.label ?? ""}${unit === "" ? "" : ` (${unit})`}`;
  return { ...axes, remark: name + of, marks: blocksOf(means, columns, bar), colourBar: bar };
}

/** Widen the range of a colour bar with a single value. */
function barRange(range: Range, place: string): Range {
  return range.until > range.from ? range : valueRange(range, place);
}

/** One mark for each shade; all cells have the same size. */
function blocksOf(means: Float64Array, columns: number, { from, until }: Range): BlocksMark[] {
  const shades = Map.groupBy(means.keys(), (at) => {
    const share = ((means[at] as number) - from) / (until - from);
    return Number.isFinite(share) ? Math.round(share * (SHADES - 1)) : -1;
  });
  return [...shades].flatMap(([shade, places]): BlocksMark[] => {
    if (shade < 0) return [];
    const left = Float64Array.from(places, (at) => (at % columns) - 0.5);
    const low = Float64Array.from(places, (at) => Math.floor(at / columns) - 0.5);
    return [
      {
        kind: "blocks",
        left,
        right: left.map((edge) => edge + 1),
        low,
        high: low.map((edge) => edge + 1),
        colour: colours[shade] as Colour,
        seamless: true,
      },
    ];
  });
}
