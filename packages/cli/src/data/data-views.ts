import type { Figure } from "@spikeloom/plots";
import { rasterPlot, tracePlot } from "@spikeloom/plots";
import { formatCount, formatTime } from "../print/numbers.ts";
import type { Section } from "../print/sections.ts";
import { DATA_SAMPLE } from "./errors.ts";
import type { HeldArray, HeldData, HeldKinds } from "./held-kinds.ts";
import { type Grid, shadeFigure } from "./shades.ts";

/** Text and picture of a data file. */
export interface DataOverview {
  /** Names and values, one line each. */
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly further?: readonly Section[];
  /** A picture, or a grid that a terminal shows in shades. */
  readonly figure?: Figure;
  readonly grid?: Grid;
}

interface ViewRequest {
  readonly file: string;
  /** Index of the sample, from 0. */
  readonly sample: number;
}

type Views = {
  readonly [Kind in keyof HeldKinds]: (held: HeldKinds[Kind], request: ViewRequest) => DataOverview;
};

const views: Views = {
  events: ofEvents,
  arrays: ofArrays,
  recording: ofRecording,
  spikes: ofSpikes,
  table: ofTable,
};

/** Describe the contents of a data file, and create a picture of them. */
export function viewOf(data: HeldData, request: ViewRequest): DataOverview {
  const view = views[data.kind] as (held: unknown, request: ViewRequest) => DataOverview;
  const { rows, ...rest } = view(data.held, request);
  return { rows: [["format", data.format], ...rows], ...rest };
}

/** Whether a file contains samples of which one is shown. */
export function hasSamples({ kind, held }: HeldData): boolean {
  if (kind === "arrays") return imageIn(held) !== undefined;
  return kind === "spikes";
}

const imageIn = (arrays: HeldKinds["arrays"]): HeldArray | undefined =>
  [...arrays.values()].find(({ shape }) => shape.length >= 2);

function ofEvents({ info, events }: HeldKinds["events"], { file }: ViewRequest): DataOverview {
  const { t, x, y, p, sensor } = events;
  const { width, height } = sensor;
  const values = new Float64Array(width * height);
  let brighter = 0;
  for (let k = 0; k < t.length; k++) {
    const at = (y[k] as number) * width + (x[k] as number);
    values[at] = (values[at] as number) + 1;
    brighter += p[k] as number;
  }
  const [first = 0, last = 0] = [t[0], t.at(-1)];
  const duration = (last - first) / 1000;
  const rate = duration > 0 ? t.length / (duration / 1000) : 0;
  const note = info.sensor === undefined ? " (the smallest that contains all events)" : "";
  const grid = { width, height, values };
  return {
    rows: [
      ["events", formatCount(t.length)],
      ["sensor", `${width} x ${height}${note}`],
      ["duration", formatTime(duration)],
      ["first", `${formatCount(first)} µs`],
      ["rate", `${formatCount(rate)} events a second`],
      ["brighter", t.length === 0 ? "none" : `${((100 * brighter) / t.length).toFixed(1)} %`],
      ...[...info.skipped].map(([kind, count]) => [kind, formatCount(count)] as const),
    ],
    ...(t.length > 0 && {
      grid,
      figure: shadeFigure(grid, {
        title: file,
        remark: `${formatCount(t.length)} events by pixel`,
      }),
    }),
  };
}

function ofArrays(arrays: HeldKinds["arrays"], { file, sample }: ViewRequest): DataOverview {
  const rows = [...arrays].map(([name, array]) => [name, arrayText(array)] as const);
  const image = imageIn(arrays);
  if (image === undefined) {
    const labels = [...arrays.values()].find(({ values }) => values instanceof Uint8Array);
    return labels === undefined ? { rows } : { rows, further: [countsOf(labels)] };
  }
  const grid = imageAt(image, sample, file);
  const colours = image.channels === undefined ? "" : ", colours as luma of BT.601";
  const remark = `sample ${sample}${colours}`;
  const named = [...arrays.values()].find(({ names }) => names !== undefined);
  const further =
    named === undefined ? {} : { further: [{ ...countsOf(named), title: "classes" }] };
  return { rows, ...further, grid, figure: shadeFigure(grid, { title: file, remark }) };
}

function arrayText({ shape, values }: HeldArray): string {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const type = values.constructor.name.replace(/Array$/, "").toLowerCase();
  const range = values.length === 0 ? "no numbers" : `from ${least} to ${most}`;
  return `${shape.join(" x ")} of ${type}, ${range}`;
}

function countsOf({ values, names }: HeldArray): Section {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rows = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([label, n]) => [names?.[label] ?? String(label), formatCount(n)]);
  return { title: "labels", rows, alignments: [names === undefined ? "right" : "left", "right"] };
}

/** A sample with its own axes. */
export interface SampleArray {
  readonly shape: readonly number[];
  readonly values: HeldArray["values"];
}

/** Take a sample: its last axes are rows, columns and colour channels, all before them number the samples. */
export function sampleAt(
  { shape, values, channels }: HeldArray,
  sample: number,
  file: string,
): SampleArray {
  const axes = channels === undefined ? 2 : 3;
  const own = shape.slice(-axes);
  const product = (sizes: readonly number[]): number => sizes.reduce((one, size) => one * size, 1);
  checkSample(sample, product(shape.slice(0, -axes)), file);
  const size = product(own);
  return { shape: own, values: values.subarray(sample * size, (sample + 1) * size) };
}

/** Take an image to draw: colours become grey, with the weights of ITU-R BT.601 for red, green and blue. */
function imageAt(array: HeldArray, sample: number, file: string): Grid {
  const { shape, values } = sampleAt(array, sample, file);
  const [height = 1, width = 1, channels = 1] = shape;
  if (channels !== 3) return { width, height, values };
  const luma = Float64Array.from({ length: width * height }, (_, k) => {
    const [red = 0, green = 0, blue = 0] = values.subarray(3 * k, 3 * k + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  return { width, height, values: luma };
}

/** Refuse an index beyond the samples of a set. */
export function checkSample(sample: number, count: number, file: string): void {
  if (Number.isInteger(sample) && sample >= 0 && sample < count) return;
  throw DATA_SAMPLE({ file, count, got: String(sample) });
}

/** Samples of a channel for which a picture has space. */
const mostPoints = 4000;

function ofRecording(
  { channels, annotations }: HeldKinds["recording"],
  { file }: ViewRequest,
): DataOverview {
  const [first] = channels;
  const seconds = first === undefined ? 0 : first.values.length / first.rate;
  const series = channels.slice(0, 4).map(({ label, unit, rate, values }) => {
    const step = Math.max(1, Math.ceil(values.length / mostPoints));
    const count = Math.ceil(values.length / step);
    return {
      label: label === "" ? "signal" : label,
      unit: unit === "1" ? "" : unit,
      times: Float64Array.from({ length: count }, (_, k) => (1000 * k * step) / rate),
      values: [Float64Array.from({ length: count }, (_, k) => values[k * step] as number)],
      names: [label === "" ? "signal" : label],
    };
  });
  const gaps = channels.map(({ values }) => missingOf(values));
  const rows = channels.map(({ label, unit, rate, values }, k) => [
    label,
    `${formatCount(values.length)} samples`,
    ...(gaps.some((missing) => missing > 0) ? [missingText(gaps[k] ?? 0, values.length)] : []),
    `${rate} Hz`,
    unit === "1" ? "of full scale" : unit,
  ]);
  return {
    rows: [
      ["channels", String(channels.length)],
      ["duration", formatTime(1000 * seconds)],
      ["annotations", formatCount(annotations.length)],
    ],
    further: [{ title: "channels", rows }],
    ...(series.length > 0 && { figure: tracePlot(series, { title: file }) }),
  };
}

const missingOf = (values: ArrayLike<number>): number => {
  let missing = 0;
  for (let k = 0; k < values.length; k++) missing += Number(Number.isNaN(values[k]));
  return missing;
};

function missingText(missing: number, count: number): string {
  if (missing === 0) return "none missing";
  return missing === count ? "all missing" : `${formatCount(missing)} missing`;
}

function ofSpikes(set: HeldKinds["spikes"], { file, sample }: ViewRequest): DataOverview {
  checkSample(sample, set.count, file);
  const { times, units, label, dropped } = set.sample(sample);
  const size = units.reduce((most, unit) => Math.max(most, unit + 1), 1);
  const name = set.classes[label] ?? String(label);
  const series = [{ label: name, size, neurons: Uint32Array.from(units), times }];
  return {
    rows: [
      ["samples", formatCount(set.count)],
      ["labels", String(new Set(set.labels).size)],
      ["speakers", set.speakers === undefined ? "not stated" : String(new Set(set.speakers).size)],
      ["sample", `${sample}: ${name}, ${formatCount(times.length)} spikes`],
      ...(dropped > 0
        ? [["without a time", `${formatCount(dropped)} spikes, left out`] as const]
        : []),
    ],
    figure: rasterPlot(series, { title: file }),
  };
}

function ofTable(table: HeldKinds["table"]): DataOverview {
  const [first] = table.values();
  const rows = [...table].map(([name, column]) =>
    ArrayBuffer.isView(column)
      ? [name, arrayText({ shape: [column.length], values: column as Float64Array })]
      : [name, `${formatCount(column.length)} texts, such as ${JSON.stringify(column[0] ?? "")}`],
  );
  return {
    rows: [
      ["rows", formatCount(first?.length ?? 0)],
      ["columns", String(table.size)],
    ],
    further: [{ title: "columns", rows }],
  };
}
