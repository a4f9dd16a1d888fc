import { mean } from "@spikeloom/analysis";
import { checkOptionNames } from "@spikeloom/kernel";
import { PLOT_LENGTHS } from "./errors.ts";
import type { BlocksMark, Colour, ColourBar, Figure, Panel } from "./figure.ts";
import { type PlotOptions, readOptions, stillOptionNames } from "./options.ts";
import { checkRange, extent, type Range, valueRange } from "./range.ts";
import {
  checkMeasure,
  layOutValues,
  type SweptMeasure,
  type SweptParameter,
  type SweptPlaces,
  type SweptSeries,
  valuesByPlace,
} from "./swept-parameter.ts";
import { countOf, emptyNote } from "./words.ts";

/** Shades that are told apart, a mark each. */
const SHADES = 64;
const colours: ColourBar["colours"] = Array.from({ length: SHADES }, (_, k) => ({
  shade: k / (SHADES - 1),
}));

/**
 * Draw a measure over two parameters as a map: a panel for each series.
 *
 * A place has the shade of the mean of its runs, and stays blank where none gave a value.
 */
export function sweepMap(
  measure: SweptMeasure,
  parameters: readonly [x: SweptParameter, y: SweptParameter],
  options: Omit<PlotOptions, "from" | "until"> = {},
): Figure {
  checkOptionNames(options, stillOptionNames, "sweepMap");
  const [across, up] = parameters;
  const runs = across.values.length;
  checkMeasure(measure, runs);
  if (up.values.length !== runs) {
    const expected = `${runs} values, one for each run`;
    throw PLOT_LENGTHS({ place: up.label, expected, got: String(up.values.length) });
  }
  const { title, width, height, theme } = readOptions(options, 340);
  const grid = { x: withEdges(layOutValues(across)), y: withEdges(layOutValues(up)) };
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

interface Places extends SweptPlaces {
  /** Borders of the places: one more than there are places. */
  readonly edges: Float64Array;
}

interface Grid {
  readonly x: Places;
  readonly y: Places;
}

/** Let each place reach half way to its neighbours, and the axis hold all of them. */
function withEdges(places: SweptPlaces): Places {
  const { at, axis } = places;
  const isLog = axis.kind === "number" && axis.scale === "log";
  const middle = (a: number, b: number): number =>
    isLog ? Math.sign(a) * Math.sqrt(Math.abs(a)) * Math.sqrt(Math.abs(b)) : a / 2 + b / 2;
  const beyond = (last: number, inner: number): number =>
    isLog ? last * (last / inner) : last + (last - inner);
  const [first = 0, last = 0] = [at[0], at[at.length - 1]];
  // One value alone has no neighbour to tell how wide it is.
  if (at.length < 2) return { ...places, edges: Float64Array.of(axis.from, axis.until) };
  const inner = at.subarray(1).map((value, k) => middle(value, at[k] as number));
  const from = beyond(first, inner[0] as number);
  const until = beyond(last, inner[inner.length - 1] as number);
  const range = checkRange({ from, until }, "the parameter axis");
  return { ...places, axis: { ...axis, ...range }, edges: Float64Array.of(from, ...inner, until) };
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
  const of = most > 1 ? `, mean of up to ${countOf(most, "run")} at each place` : "";
  const name = `${label} of ${series?.label ?? ""}${unit === "" ? "" : ` (${unit})`}`;
  return { ...axes, remark: name + of, marks: blocksOf(means, { x, y }, bar), colourBar: bar };
}

/** A bar of one value alone gets room around it. */
function barRange(range: Range, place: string): Range {
  return range.until > range.from ? range : valueRange(range, place);
}

function blocksOf(means: Float64Array, { x, y }: Grid, { from, until }: Range): BlocksMark[] {
  const columns = x.at.length;
  const shades = Map.groupBy(means.keys(), (at) => {
    const share = ((means[at] as number) - from) / (until - from);
    return Number.isFinite(share) ? Math.round(share * (SHADES - 1)) : -1;
  });
  return [...shades].flatMap(([shade, places]): BlocksMark[] => {
    if (shade < 0) return [];
    const edges = ({ edges }: Places, steps: readonly number[]): Float64Array =>
      Float64Array.from(steps, (k) => edges[k] as number);
    const across = places.map((at) => at % columns);
    const up = places.map((at) => Math.floor(at / columns));
    const after = (k: number): number => k + 1;
    return [
      {
        kind: "blocks",
        left: edges(x, across),
        right: edges(x, across.map(after)),
        low: edges(y, up),
        high: edges(y, up.map(after)),
        colour: colours[shade] as Colour,
        seamless: true,
      },
    ];
  });
}
