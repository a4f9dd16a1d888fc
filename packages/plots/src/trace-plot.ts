import { checkOptionNames } from "@spikeloom/kernel";
import { dashCount } from "./dashes.ts";
import { displayUnit, inDisplayUnit } from "./display-unit.ts";
import type { Figure, LegendEntry, LineMark, Panel } from "./figure.ts";
import { type PlotOptions, plotOptionNames, readOptions } from "./options.ts";
import { extent, type Range, timeRange, valueRange } from "./range.ts";
import { checkTraces, type TraceSeries } from "./series.ts";
import { COLOURS } from "./theme.ts";
import { countOf, emptyNote } from "./words.ts";

/** Maximum number of traces of a series with a row each; more share a panel and a legend entry. */
const MOST_ROWS = 8;
/** Height of a row: less than a panel, so that eight of them fit on a page. */
const ROW_HEIGHT = 145;

/**
 * Draw traces over time, one panel per unit.
 *
 * If a unit has a single series, up to eight neurons have a row each, with the same scale. Otherwise each series
 * has a colour, and each of up to eight neurons its own dashes or colour. Non-finite values leave gaps. Volts are
 * drawn as mV, amperes as nA, siemens as nS.
 */
export function tracePlot(given: readonly TraceSeries[], options: PlotOptions = {}): Figure {
  checkOptionNames(options, plotOptionNames, "tracePlot");
  for (const one of given) checkTraces(one);
  const series = given.map(
    (one): TraceSeries => ({
      ...one,
      unit: displayUnit(one.unit).unit,
      values: one.values.map((values) => inDisplayUnit(values, one.unit)),
    }),
  );
  const { title, width, height, theme } = readOptions(options, 260);
  const x = timeRange(
    series.map(({ times }) => times),
    options,
  );
  const units = [...new Set(series.map(({ unit }) => unit))];
  const groups = units.map((unit) => series.filter((one) => one.unit === unit));
  const rows = (groups.length === 0 ? [[]] : groups).flatMap((group) => rowsOf(group));
  const panels = rows.map(
    ({ group, scale, isRow }, i): Panel => ({
      ...tracePanel(group, scale, x),
      title: i === 0 ? title : "",
      height: isRow ? Math.min(height, ROW_HEIGHT) : height,
      sharesX: i < rows.length - 1,
    }),
  );
  return { width, theme, panels };
}

interface Row {
  readonly group: readonly TraceSeries[];
  /** Series that determine the range of the axis. */
  readonly scale: readonly TraceSeries[];
  readonly isRow: boolean;
}

/** Give each neuron of a small series its own row, as overlapping traces hide each other. */
function rowsOf(group: readonly TraceSeries[]): readonly Row[] {
  const [only, second] = group;
  const count = only?.values.length ?? 0;
  if (only === undefined || second !== undefined || count < 2 || count > MOST_ROWS) {
    return [{ group, scale: group, isRow: false }];
  }
  return only.values.map((values, k) => ({
    group: [{ ...only, values: [values], names: [nameOf(only, k)] }],
    scale: group,
    isRow: true,
  }));
}

function tracePanel(
  group: readonly TraceSeries[],
  scale: readonly TraceSeries[],
  x: Range,
): Omit<Panel, "title" | "height" | "sharesX"> {
  const looks = looksOf(group);
  const lines = group.flatMap((one, i) =>
    one.values.map((values, k): LineMark => {
      const [from, until] = visible(one.times, x);
      const [xs, ys] = [one.times.subarray(from, until), values.subarray(from, until)];
      return { kind: "line", x: xs, y: ys, ...(looks[i]?.[k] as Look) };
    }),
  );
  const data = extent(
    scale.flatMap(({ times, values }) => {
      const [from, until] = visible(times, x);
      return values.map((one) => one.subarray(from, until));
    }),
  );
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
    legend: data === undefined ? [] : legendOf(group, looks),
  };
}

/** Samples within the range, plus one on each side so that lines reach the frame. */
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

type Look = Required<Pick<LineMark, "colour" | "dash" | "faint">>;

/** Assign colours to series and dashes to neurons; if there are too few dashes, a colour to each neuron. */
function looksOf(group: readonly TraceSeries[]): readonly (readonly Look[])[] {
  const most = Math.max(0, ...group.map(({ values }) => values.length));
  const faint = most > MOST_ROWS;
  // Dash patterns used by series whose colours repeat.
  const rounds = Math.ceil(group.length / COLOURS);
  const dashed = faint || most * rounds <= dashCount;
  let before = 0;
  return group.map(({ values }, i) => {
    const first = before;
    before += values.length;
    return values.map((_, k): Look => {
      const place = dashed ? i : first + k;
      const own = dashed && !faint ? k * rounds : 0;
      const dash = faint ? 0 : own + Math.floor(place / COLOURS);
      return { colour: place % COLOURS, dash, faint };
    });
  });
}

function legendOf(
  group: readonly TraceSeries[],
  looks: readonly (readonly Look[])[],
): readonly LegendEntry[] {
  const [first] = group;
  const isAlone = group.length === 1 && first?.values.length === 1;
  if (isAlone && first.names === undefined) return [];
  const named = group.flatMap((one) => one.values.map((_, k) => nameOf(one, k)));
  const isClear = new Set(named).size === named.length;
  return group.flatMap((one, i) => {
    const { label, values } = one;
    const lookAt = (k: number): Pick<Look, "colour" | "dash"> => {
      const { colour, dash } = looks[i]?.[k] ?? { colour: i, dash: 0 };
      return { colour, dash };
    };
    if (looks[i]?.[0]?.faint !== false && values.length !== 1) {
      return [{ text: `${label} (${countOf(values.length, "neuron")})`, ...lookAt(0) }];
    }
    const single = one.names === undefined && values.length === 1;
    return values.map((_, k) => {
      const name = single ? label : nameOf(one, k);
      return { text: isClear || single ? name : `${label}, ${name}`, ...lookAt(k) };
    });
  });
}

function nameOf(series: TraceSeries, k: number): string {
  return series.names?.[k] ?? `${series.label} ${k}`;
}
