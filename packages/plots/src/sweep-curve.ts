import { mean, sampleDeviation } from "@spikeloom/analysis";
import { checkOptionNames } from "@spikeloom/kernel";
import type { Colour, Figure, LegendEntry, Mark } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { extent, valueRange } from "./range.ts";
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

/**
 * Draw a measure against a parameter: the mean over the runs at each value.
 *
 * With several runs per value, a band shows their standard deviation on either side, and faint dots the runs.
 */
export function sweepCurve(
  measure: SweptMeasure,
  parameter: SweptParameter,
  options: FigureOptions = {},
): Figure {
  checkOptionNames(options, figureOptionNames, "sweepCurve");
  checkMeasure(measure, parameter.values.length);
  const { title, width, height, theme } = readOptions(options, 320);
  const places = layOutValues(parameter);
  const { label, unit, series } = measure;
  const data = extent(series.map(({ values }) => values));
  const curves = series.map((one, k) => {
    // Error bars of several series at one name are side by side.
    const shift = places.axis.kind === "bands" ? (0.6 * (k + 0.5)) / series.length - 0.3 : 0;
    return { ...curveOf(one, places), colour: k, shift };
  });
  const drawn = curves.flatMap(({ low, high, runs }) => [low, high, runs]);
  const y = valueRange(extent(drawn) ?? { from: 0, until: 1 }, label);
  // Only deviations reach below 0 if all values are at least 0.
  const from = data !== undefined && data.from >= 0 ? Math.max(0, y.from) : y.from;
  const panel = {
    title,
    remark: data === undefined ? "" : remarkOf(places, series),
    x: places.axis,
    y: { kind: "number" as const, label, unit, ...y, from },
    marks: data === undefined ? [emptyNote("no run gave a value")] : marksOf(curves, places),
    legend: series.map((one, colour): LegendEntry => ({ text: one.label, colour })),
    height,
    sharesX: false,
  };
  return { width, theme, panels: [panel] };
}

interface Curve {
  readonly colour: Colour;
  /** Offset to the right of the positions. */
  readonly shift: number;
  readonly means: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** The value of each run. */
  readonly runs: Float64Array;
  /** Whether a value has several runs. */
  readonly isSpread: boolean;
}

function curveOf(
  { values }: SweptSeries,
  { at, placeOf }: SweptPlaces,
): Omit<Curve, "colour" | "shift"> {
  const lists = valuesByPlace(values, placeOf, at.length);
  const means = Float64Array.from(lists, mean);
  const spreads = lists.map((list) => (list.length > 1 ? sampleDeviation(list) : 0));
  return {
    means,
    low: means.map((value, k) => value - (spreads[k] ?? 0)),
    high: means.map((value, k) => value + (spreads[k] ?? 0)),
    runs: values,
    isSpread: lists.some((list) => list.length > 1),
  };
}

/** Order marks: bands first, then runs, then means on top. */
function marksOf(curves: readonly Curve[], places: SweptPlaces): readonly Mark[] {
  const spread = curves.filter(({ isSpread }) => isSpread);
  const xOf = ({ shift }: Curve): Float64Array => places.at.map((x) => x + shift);
  const isJoined = places.axis.kind !== "bands";
  return [
    ...spread.flatMap((curve): readonly Mark[] => {
      const [x, { low, high, colour }] = [xOf(curve), curve];
      return isJoined ? [{ kind: "area", x, low, high, colour }] : errorBars(x, curve);
    }),
    ...spread.map((curve): Mark => {
      const at = xOf(curve);
      const x = Float64Array.from(places.placeOf, (place) => at[place] as number);
      return { kind: "points", x, y: curve.runs, colour: curve.colour, faint: true };
    }),
    ...curves.flatMap((curve): readonly Mark[] => {
      const [x, y, { colour }] = [xOf(curve), curve.means, curve];
      return [
        ...(isJoined ? [{ kind: "line" as const, x, y, colour, faint: false }] : []),
        { kind: "points", x, y, colour, faint: false },
      ];
    }),
  ];
}

/** Draw error bars at names, between which no band makes sense. */
function errorBars(x: Float64Array, { low, high, colour }: Curve): readonly Mark[] {
  return Array.from(x, (at, k) => ({
    kind: "line" as const,
    x: Float64Array.of(at, at),
    y: Float64Array.of(low[k] as number, high[k] as number),
    colour,
    faint: false,
  }));
}

function remarkOf({ at, placeOf, axis }: SweptPlaces, series: readonly SweptSeries[]): string {
  const all = valuesByPlace(new Float64Array(placeOf.length), placeOf, at.length);
  const counts = all.map((list) => list.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const runs = least === most ? countOf(most, "run") : `${least} to ${countOf(most, "run")}`;
  const spread = axis.kind === "bands" ? "bars" : "bands";
  const missing = series.reduce((sum, { values }) => sum + values.filter(Number.isNaN).length, 0);
  return [
    most > 1 ? `mean of ${runs} per value; ${spread}: standard deviation, dots: runs` : "",
    missing > 0 ? `${countOf(missing, "value")} missing` : "",
  ]
    .filter((text) => text !== "")
    .join("; ");
}
