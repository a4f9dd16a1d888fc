import { checkOptionNames } from "@spikeloom/kernel";
import { displayUnit, inDisplayUnit } from "./display-unit.ts";
import { PLOT_LENGTHS } from "./errors.ts";
import type { Figure, LegendEntry, LineMark, Panel } from "./figure.ts";
import { type PlotOptions, plotOptionNames, readOptions } from "./options.ts";
import { extent, timeRange, valueRange } from "./range.ts";
import { checkTraces, type WeightCourse } from "./series.ts";
import { countOf, emptyNote } from "./words.ts";

/**
 * Draw the time course of weights, one panel per series.
 *
 * A solid line is the mean, grey lines the 5 % and 95 % quantiles, and faint lines individual synapses.
 */
export function weightCourse(given: readonly WeightCourse[], options: PlotOptions = {}): Figure {
  checkOptionNames(options, plotOptionNames, "weightCourse");
  for (const one of given) checkCourse(one);
  const series = given.map(inDisplayUnits);
  const { title, width, height, theme } = readOptions(options, 240);
  const x = timeRange(
    series.map(({ times }) => times),
    options,
  );
  const shown = series.length === 0 ? [undefined] : series;
  const panels = shown.map((one, i): Panel => {
    const lines = one === undefined ? [] : linesOf(one, i);
    const data = extent(lines.map(({ y }) => y));
    const y = data === undefined ? { from: 0, until: 1 } : valueRange(data, "the weight axis");
    return {
      title: i === 0 ? title : "",
      remark: "",
      x: { kind: "time", ...x },
      y: { kind: "number", label: one?.label ?? "weight", unit: one?.unit ?? "", ...y },
      marks: data === undefined ? [emptyNote("no synapses")] : lines,
      legend: one === undefined || data === undefined ? [] : legendOf(one, i),
      height,
      sharesX: i < shown.length - 1,
    };
  });
  return { width, theme, panels };
}

function checkCourse({ label, times, mean, low, high, traces, unit }: WeightCourse): void {
  checkTraces({ label, unit, times, values: traces });
  for (const [name, list] of Object.entries({ mean, low, high })) {
    if (list.length === times.length) continue;
    const expected = `${times.length} values, one for each time`;
    throw PLOT_LENGTHS({ place: `${name} of "${label}"`, expected, got: String(list.length) });
  }
}

function inDisplayUnits(course: WeightCourse): WeightCourse {
  const drawn = (values: Float64Array): Float64Array => inDisplayUnit(values, course.unit);
  const [mean, low, high] = [drawn(course.mean), drawn(course.low), drawn(course.high)];
  const { unit } = displayUnit(course.unit);
  return { ...course, unit, mean, low, high, traces: course.traces.map(drawn) };
}

function linesOf({ times: x, mean, low, high, traces }: WeightCourse, i: number): LineMark[] {
  const line = (y: Float64Array, colour: LineMark["colour"], faint: boolean): LineMark => {
    return { kind: "line", x, y, colour, faint };
  };
  return [
    ...traces.map((y) => line(y, i, true)),
    ...[low, high].map((y) => line(y, "muted", false)),
    line(mean, "ink", false),
  ];
}

function legendOf({ traces, count }: WeightCourse, i: number): readonly LegendEntry[] {
  return [
    { text: `mean of ${countOf(count, "synapse")}`, colour: "ink" },
    { text: "5 % and 95 %", colour: "muted" },
    ...(traces.length === 0
      ? []
      : [{ text: `${traces.length === count ? "each" : traces.length} of them`, colour: i }]),
  ];
}
