import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { displayUnit, inDisplayUnit } from "./display-unit.ts";
import { PLOT_LENGTHS } from "./errors.ts";
import type { ColourBar, Figure, Mark, NumberAxis, Panel } from "./figure.ts";
import { type FigureOptions, figureOptionNames, readOptions } from "./options.ts";
import { extent, type Range, valueRange } from "./range.ts";
import { COLOURS } from "./theme.ts";
import { countOf, emptyNote } from "./words.ts";

/** Positions of the neurons of a population, with or without a value of each. */
export interface PlacedSeries {
  readonly label: string;
  /** In µm. */
  readonly x: Float64Array;
  /** In µm. */
  readonly y: Float64Array;
  /** One per neuron; a neuron whose value is not finite is grey. */
  readonly values?: Float64Array | undefined;
}

/** Options of a map of positions. */
export interface PositionOptions extends FigureOptions {
  /** The quantity of the values: `{ label: "rate", unit: "spikes/s" }`. */
  readonly quantity?: { readonly label: string; readonly unit: string } | undefined;
}

const names: OptionNames<PositionOptions> = {
  ...figureOptionNames,
  quantity: true,
};

/** Neurons of a population that are drawn before a map turns to a sub-sample. */
const MOST_DOTS = 20_000;
/** Number of distinct shades. */
const SHADES = 64;

/**
 * Draw neurons at their positions, x and y to the same scale.
 *
 * With values, each population has a panel and each neuron the shade of its value, on one scale for all
 * panels. Without, populations share a panel and differ by colour. Of more than 20 000 neurons, every k-th is
 * drawn and the remark says so.
 */
export function positionMap(given: readonly PlacedSeries[], options: PositionOptions = {}): Figure {
  checkOptionNames(options, names, "positionMap");
  const { title, width, height, theme } = readOptions(options, 420);
  for (const one of given) checkPlaces(one);
  const every = Math.ceil(given.reduce((most, { x }) => Math.max(most, x.length), 0) / MOST_DOTS);
  const series = every > 1 ? given.map((one) => thinned(one, every)) : given;
  const { label = "value", unit = "" } = options.quantity ?? {};
  const valued = series.flatMap((one) => {
    return one.values === undefined ? [] : [{ ...one, values: inDisplayUnit(one.values, unit) }];
  });
  const plain = series.filter(({ values }) => values === undefined);
  const range = extent(valued.map(({ values }) => values));
  const bar =
    range === undefined ? undefined : barOf(range, { label, unit: displayUnit(unit).unit });
  const isEmpty = valued.length === 0 && plain.length === 0;
  const panels = [
    ...(plain.length > 0 || isEmpty ? [plainPanel(plain)] : []),
    ...valued.map((one) => valuedPanel(one, bar)),
  ];
  return {
    width,
    theme,
    panels: panels.map((panel, k): Panel => {
      const part = every > 1 ? `sub-sample: 1 neuron in ${every} drawn` : "";
      const remark = [panel.remark, part].filter((text) => text !== "").join("; ");
      const place = { height, sharesX: false, equalScales: true };
      return { ...panel, title: k === 0 ? title : "", remark, ...place };
    }),
  };
}

/** Keep every k-th neuron. */
function thinned({ label, x, y, values }: PlacedSeries, every: number): PlacedSeries {
  const kept = (list: Float64Array): Float64Array => list.filter((_, k) => k % every === 0);
  return { label, x: kept(x), y: kept(y), values: values && kept(values) };
}

function checkPlaces({ label, x, y, values }: PlacedSeries): void {
  for (const [name, list] of Object.entries({ y, values })) {
    if (list === undefined || list.length === x.length) continue;
    const expected = `${x.length} values, one for each neuron`;
    throw PLOT_LENGTHS({ place: `${name} of "${label}"`, expected, got: String(list.length) });
  }
}

type PanelParts = Omit<Panel, "title" | "height" | "sharesX">;
type ValuedSeries = PlacedSeries & { readonly values: Float64Array };

function plainPanel(series: readonly PlacedSeries[]): PanelParts {
  const count = series.reduce((sum, { x }) => sum + x.length, 0);
  const size = sizeFor(count);
  const marks = series.map(({ x, y }, k): Mark => {
    return { kind: "points", x, y, colour: k % COLOURS, faint: false, size };
  });
  return {
    ...axesOf(series),
    remark: "",
    marks: count === 0 ? [emptyNote("no neurons")] : marks,
    legend: series.map(({ label, x }, k) => {
      return { text: `${label} (${countOf(x.length, "neuron")})`, colour: k % COLOURS };
    }),
  };
}

function valuedPanel(series: ValuedSeries, bar: ColourBar | undefined): PanelParts {
  const { label, x, y, values } = series;
  const size = sizeFor(x.length);
  const byShade = Map.groupBy(values.keys(), (k) => shadeOf(values[k] as number, bar));
  const marks = [...byShade].map(([shade, neurons]): Mark => {
    return {
      kind: "points",
      x: Float64Array.from(neurons, (k) => x[k] as number),
      y: Float64Array.from(neurons, (k) => y[k] as number),
      colour: shade < 0 ? "muted" : { shade: shade / (SHADES - 1) },
      faint: false,
      size,
    };
  });
  const missing = byShade.get(-1)?.length ?? 0;
  const quantity = bar === undefined ? "" : `${bar.label} of `;
  const grey = missing === 0 ? "" : `; ${countOf(missing, "neuron")} without a value in grey`;
  return {
    ...axesOf([series]),
    remark: `${quantity}${label} (${countOf(x.length, "neuron")})${grey}`,
    marks: x.length === 0 ? [emptyNote("no neurons")] : marks,
    legend: [],
    colourBar: bar,
  };
}

/** Index of the shade of a value; -1 without a value. */
function shadeOf(value: number, bar: ColourBar | undefined): number {
  if (bar === undefined || !Number.isFinite(value)) return -1;
  const share = (value - bar.from) / (bar.until - bar.from);
  return Math.round(Math.min(1, Math.max(0, share)) * (SHADES - 1));
}

function barOf(
  range: Range,
  quantity: { readonly label: string; readonly unit: string },
): ColourBar {
  const { from, until } = range.until > range.from ? range : valueRange(range, quantity.label);
  const colours = Array.from({ length: SHADES }, (_, k) => ({ shade: k / (SHADES - 1) }));
  return { ...quantity, from, until, colours };
}

function axesOf(series: readonly PlacedSeries[]): {
  readonly x: NumberAxis;
  readonly y: NumberAxis;
} {
  const axis = (label: "x" | "y"): NumberAxis => {
    const data = extent(series.map((one) => one[label])) ?? { from: 0, until: 1 };
    return { kind: "number", label, unit: "µm", ...valueRange(data, label) };
  };
  return { x: axis("x"), y: axis("y") };
}

/** Pixels of a dot, so that dots on a square grid touch but do not cover each other. */
function sizeFor(neurons: number): number {
  const side = 330 / Math.sqrt(Math.max(1, neurons));
  return Math.round(10 * Math.min(10, Math.max(1.5, 0.85 * side))) / 10;
}
