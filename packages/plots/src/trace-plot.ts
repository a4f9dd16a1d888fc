import type { Colour, Figure, LegendEntry, LineMark, Panel } from "./figure.ts";
import { type PlotOptions, readOptions } from "./options.ts";
import { extent, type Range, timeRange, valueRange } from "./range.ts";
import { checkTraces, type TraceSeries } from "./series.ts";
import { countOf, emptyNote } from "./words.ts";

/** Traces with an entry in the legend each; of more, a series gets one entry. */
const MOST_NAMED = 7;

/**
 * Draw traces over time, one panel for each unit.
 *
 * Values that are not finite leave gaps.
 *
 * Up to seven neurons of a single series have a colour each; otherwise a series has one.
 */
export function tracePlot(series: readonly TraceSeries[], options: PlotOptions = {}): Figure {
  for (const one of series) checkTraces(one);
  const { title, width, height, theme } = readOptions(options, 260);
  const x = timeRange(
    series.map(({ times }) => times),
    options,
  );
  const units = [...new Set(series.map(({ unit }) => unit))];
  const groups = units.map((unit) => series.filter((one) => one.unit === unit));
  const panels = (groups.length === 0 ? [[]] : groups).map(
    (group, i): Panel => ({
      ...tracePanel(group, x),
      title: i === 0 ? title : "",
      height,
      sharesX: i < groups.length - 1,
    }),
  );
  return { width, theme, panels };
}

function tracePanel(
  group: readonly TraceSeries[],
  x: Range,
): Omit<Panel, "title" | "height" | "sharesX"> {
  const named = group.length === 1 && (group[0]?.values.length ?? 0) <= MOST_NAMED;
  const faint = group.some(({ values }) => values.length > MOST_NAMED);
  const lines = group.flatMap((one, i) =>
    one.values.map((values, k): LineMark => {
      const [from, until] = visible(one.times, x);
      const colour = named ? k : i;
      const [xs, ys] = [one.times.subarray(from, until), values.subarray(from, until)];
      return { kind: "line", x: xs, y: ys, colour, faint };
    }),
  );
  const data = extent(lines.map(({ y }) => y));
  const y = data === undefined ? { from: -1, until: 1 } : valueRange(data, "the value axis");
  const labels = new Set(group.map(({ label }) => label));
  return {
    remark: "",
    x: { kind: "time", ...x },
    y: {
      kind: "number",
      label: labels.size === 1 ? (group[0]?.label ?? "") : "",
      unit: group[0]?.unit ?? "",
      ...y,
    },
    marks: data === undefined ? [emptyNote("no values")] : lines,
    legend: data === undefined ? [] : legendOf(group, named),
  };
}

/** Samples inside the range with one more on either side, so that lines reach the frame. */
function visible(times: Float64Array, x: Range): [from: number, until: number] {
  const lowerBound = (beyond: (time: number) => boolean): number => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (beyond(times[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const from = lowerBound((time) => time >= x.from);
  const until = lowerBound((time) => time > x.until);
  return [Math.max(0, from - 1), Math.min(times.length, until + 1)];
}

function legendOf(group: readonly TraceSeries[], named: boolean): LegendEntry[] {
  const [first] = group;
  if (named && first !== undefined) {
    if (first.values.length === 1 && first.names === undefined) return [];
    return first.values.map((_, k) => ({ text: nameOf(first, k), colour: k }));
  }
  return group.map((one, i): LegendEntry => {
    const colour: Colour = i;
    if (one.values.length === 1) return { text: one.names?.[0] ?? one.label, colour };
    return { text: `${one.label} (${countOf(one.values.length, "neuron")})`, colour };
  });
}

function nameOf(series: TraceSeries, k: number): string {
  return series.names?.[k] ?? `${series.label} ${k}`;
}
