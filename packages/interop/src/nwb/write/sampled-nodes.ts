import type { PlannedFile } from "../../hdf5/write/planned-file.ts";
import type { AttributeValue, DatasetNode, GroupNode } from "../../hdf5/write/tree.ts";
import type { Clamp } from "./clamps.ts";
import type { SampleRows } from "./result-rows.ts";
import { siUnit } from "./si-unit.ts";
import { bytesOf, dynamicTable, mapOf, numbersColumn, typedGroup } from "./typed-nodes.ts";

/** Samples with their description. */
export interface NamedSamples {
  readonly variable: string;
  readonly samples: SampleRows;
  /** Description of the columns: `neurons 0-9 of population E`. */
  readonly of: string;
  /** Current injected into the single neuron whose potential this is, if any. */
  readonly clamp?: Clamp | undefined;
}

/** Samples as stored in NWB. */
export interface SampledNode {
  /** Undefined if there are none, which NWB validators treat as an error. */
  readonly node: GroupNode | undefined;
  /** Times × columns. */
  readonly values: DatasetNode;
  /** Whether they are a table, with one row per time. */
  readonly isTable: boolean;
}

/** Create a time series, or a table if there are fewer times than columns, because validators refuse such series. */
export function sampledNode(file: PlannedFile, named: NamedSamples): SampledNode {
  const { times, columns } = named.samples;
  if (times.length === 0 || columns === 0) {
    const values = valuesNode(file, named.samples, new Map());
    return { node: undefined, values, isTable: false };
  }
  if (named.clamp !== undefined) return clampedSeries(file, named, named.clamp);
  const isTable = times.length < columns;
  const made = isTable ? sampleTable(file, named) : timeSeries(file, named);
  return { ...made, isTable };
}

/** Bytes of samples requested at a time. */
const askedBytes = 2 ** 23;

function valuesNode(
  file: PlannedFile,
  { times, columns, values }: SampleRows,
  attributes: ReadonlyMap<string, AttributeValue>,
  shape: readonly number[] = [times.length, columns],
): DatasetNode {
  const rows = Math.max(1, Math.floor(askedBytes / (8 * columns)));
  return file.dataset({
    type: "float64",
    shape,
    attributes,
    *pieces() {
      if (columns === 0) return;
      for (let from = 0; from < times.length; from += rows) {
        yield bytesOf(values(from, Math.min(times.length, from + rows)));
      }
    },
  });
}

type Made = Omit<SampledNode, "isTable">;

function timeSeries(file: PlannedFile, { variable, samples, of }: NamedSamples): Made {
  const { unit, conversion } = siUnit(samples.unit);
  const about = { unit, conversion, offset: 0, resolution: -1, continuity: "continuous" };
  const values = valuesNode(file, samples, mapOf(about));
  const description = `${variable} of ${of}, one column each`;
  const comments = `As stored in ${samples.unit}; multiplied by conversion in ${unit}.`;
  const links = { data: values, ...timing(file, samples) };
  return { node: typedGroup("TimeSeries", { description, comments }, links), values };
}

/** A potential next to the injected current; NWB stores it without a neuron axis. */
function clampedSeries(
  file: PlannedFile,
  { variable, samples, of }: NamedSamples,
  { electrode, about: stimulus_description }: Clamp,
): SampledNode {
  const { unit, conversion } = siUnit(samples.unit);
  const about = { unit, conversion, offset: 0, resolution: -1, continuity: "continuous" };
  const rows = { ...samples, columns: 1 };
  const { times } = samples;
  const data = valuesNode(file, rows, mapOf(about), [times.length]);
  const comments = `As stored in ${samples.unit}; multiplied by conversion in ${unit}.`;
  const said = { description: `${variable} of ${of}`, comments, stimulus_description };
  const made = typedGroup("CurrentClampSeries", said, { data, ...timing(file, samples) });
  const node = { ...made, paths: new Map([["electrode", electrode]]) };
  return { node, values: valuesNode(file, rows, new Map()), isTable: false };
}

/** Start and rate for regular times, else all times. */
function timing(file: PlannedFile, { times }: SampleRows): Readonly<Record<string, DatasetNode>> {
  const [first = 0] = times;
  const every = ((times.at(-1) ?? 0) - first) / (times.length - 1);
  const isRegular = times.every((time, k) => Math.abs(time - (first + k * every)) < 1e-6 * every);
  if (times.length < 2 || !isRegular) {
    const attributes = mapOf({ unit: "seconds", interval: 1n });
    const seconds = times.map((time) => time / 1000);
    return { timestamps: file.numbers(seconds, { type: "float64", attributes }) };
  }
  const attributes = mapOf({ rate: rateOf(every), unit: "seconds" });
  const pieces = () => [bytesOf(Float64Array.of(first / 1000))];
  return { starting_time: file.dataset({ type: "float64", shape: [], attributes, pieces }) };
}

/** In Hz, without the rounding of an interval such as 0.1 ms. */
function rateOf(every: number): number {
  const rate = 1000 / every;
  return Math.abs(rate - Math.round(rate)) < 1e-6 * rate ? Math.round(rate) : rate;
}

function sampleTable(file: PlannedFile, { variable, samples, of }: NamedSamples): Made {
  const { times, unit } = samples;
  const seconds = times.map((time) => time / 1000);
  let values: DatasetNode | undefined;
  const node = dynamicTable(
    file,
    { description: `${variable} of ${of}, one row per time`, rows: times.length },
    {
      time: numbersColumn(file, "time of the row in seconds", seconds),
      values: {
        description: `${variable} of ${of}, in ${unit === "1" ? "numbers" : unit}`,
        make(attributes) {
          values = valuesNode(file, samples, attributes);
          return values;
        },
      },
    },
  );
  return { node, values: values as unknown as DatasetNode };
}
