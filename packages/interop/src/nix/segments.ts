import { type Loss, SpikeLoomError } from "@spikeloom/kernel";
import { parseUnit } from "@spikeloom/units";
import type { OpenTree } from "../hdf5/open-tree.ts";
import { NWB_SHAPE } from "../nwb/errors.ts";

/** Neo's data of one segment. */
export interface Segment {
  readonly title: string;
  readonly trains: readonly Train[];
  readonly signals: readonly Signal[];
}

/** Spikes of one neuron. */
export interface Train {
  readonly population: string;
  /** Index in the population if stated; otherwise -1. */
  readonly neuron: number;
  /** In seconds. */
  readonly times: Float64Array;
}

/** Channels sampled together. */
export interface Signal {
  readonly path: string;
  readonly title: string;
  readonly unit: string;
  /** In ms. */
  readonly times: Float64Array;
  readonly columns: number;
  /** Times × channels. */
  readonly values: Float64Array;
}

interface Reading {
  readonly tree: OpenTree;
  readonly file: string;
  readonly losses: Loss[];
}

/** Read the segments of all blocks of a file. */
export function readSegments(tree: OpenTree, file: string, losses: Loss[]): readonly Segment[] {
  const reading = { tree, file, losses };
  return namesIn(tree, "/data").flatMap((block) => {
    const groups = `/data/${block}/groups`;
    return namesIn(tree, groups)
      .map((name) => `${groups}/${name}`)
      .filter((path) => tree.attribute(path, "type") === "neo.segment")
      .map((path) => readSegment(reading, path));
  });
}

function readSegment(reading: Reading, path: string): Segment {
  const { tree, losses } = reading;
  const trains: Train[] = [];
  for (const tag of namesIn(tree, `${path}/multi_tags`)) {
    const at = `${path}/multi_tags/${tag}`;
    const type = tree.attribute(at, "type");
    if (type === "neo.spiketrain") trains.push(readTrain(reading, at));
    else {
      const message = `A result cannot store ${String(type)}.`;
      losses.push({ code: "unread", place: at, message });
    }
  }
  const title = property(tree, path, "neo_name");
  return {
    title: typeof title === "string" && title !== "" ? title : "segment",
    trains,
    signals: readSignals(reading, path),
  };
}

/** Names in a group; empty if missing. */
function namesIn(tree: OpenTree, path: string): readonly string[] {
  return tree.kind(path) === "group" ? tree.names(path) : [];
}

/** Annotation: the first value of a property. */
function property(tree: OpenTree, path: string, name: string): unknown {
  const at = `${path}/metadata/properties/${name}`;
  return tree.kind(at) === "dataset" ? tree.values(at)[0] : undefined;
}

function readTrain({ tree, file }: Reading, path: string): Train {
  const positions = `${path}/positions`;
  const scale = secondsOf(tree, positions, file);
  const times = numbersOf(tree, `${positions}/data`, file).map((time) => time * scale);
  const population = property(tree, path, "source_population");
  const index = property(tree, path, "source_index") ?? property(tree, path, "source_id") ?? -1;
  return {
    population: typeof population === "string" ? population : "trains",
    neuron: Number(index),
    times,
  };
}

function numbersOf(tree: OpenTree, path: string, file: string): Float64Array {
  const numbers: Iterable<number | bigint> | undefined = tree.numbers(path)?.values;
  if (numbers !== undefined) return Float64Array.from(numbers, Number);
  throw NWB_SHAPE({ path: file, inside: path, expected: "numbers", got: "none" });
}

/** Length of an object's time unit in seconds. */
function secondsOf(tree: OpenTree, path: string, file: string): number {
  const text = tree.attribute(path, "unit");
  const refuse = (): Error => {
    const got = JSON.stringify(text ?? "none");
    return NWB_SHAPE({ path: file, inside: `${path}@unit`, expected: "a unit of time", got });
  };
  if (typeof text !== "string") throw refuse();
  try {
    const { dimension, exponent, factor } = parseUnit(text);
    const isTime = JSON.stringify(dimension) === JSON.stringify(parseUnit("s").dimension);
    if (isTime) return factor * Number(`1e${exponent}`);
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
  }
  throw refuse();
}

const signalTypes: ReadonlySet<unknown> = new Set([
  ...["neo.analogsignal", "neo.irregularlysampledsignal"],
]);

/** Read signals, which have one array per channel: `NAME.0`, `NAME.1`. */
function readSignals(reading: Reading, path: string): readonly Signal[] {
  const { tree } = reading;
  const channels = new Map<string, string[]>();
  const arrays = namesIn(tree, `${path}/data_arrays`).map((name) => `${path}/data_arrays/${name}`);
  for (const at of arrays) {
    if (!signalTypes.has(tree.attribute(at, "type"))) continue;
    const name = String(tree.attribute(at, "name") ?? at);
    const of = name.replace(/\.\d+$/, "");
    channels.set(of, [...(channels.get(of) ?? []), at]);
  }
  const numberOf = (at: string): number =>
    Number(/\d+$/.exec(String(tree.attribute(at, "name") ?? ""))?.[0] ?? 0);
  return [...channels.values()].map((all) =>
    readSignal(
      reading,
      all.toSorted((a, b) => numberOf(a) - numberOf(b)),
    ),
  );
}

function readSignal({ tree, file }: Reading, channels: readonly string[]): Signal {
  const [first = ""] = channels;
  const columns = channels.map((at) => numbersOf(tree, `${at}/data`, file));
  const rows = columns[0]?.length ?? 0;
  const other = columns.findIndex(({ length }) => length !== rows);
  if (other >= 0) {
    const got = String(columns[other]?.length);
    const inside = `${channels[other]}/data`;
    throw NWB_SHAPE({
      path: file,
      inside,
      expected: `${rows} values, as in its other channels`,
      got,
    });
  }
  const values = new Float64Array(rows * columns.length);
  for (const [column, all] of columns.entries()) {
    for (const [row, value] of all.entries()) values[row * columns.length + column] = value;
  }
  const title = property(tree, first, "neo_name");
  const unit = tree.attribute(first, "unit");
  return {
    path: first,
    title: typeof title === "string" && title !== "" ? title : "signal",
    unit: typeof unit === "string" ? unit : "",
    times: timesOf(tree, `${first}/dimensions/1`, { rows, file }),
    columns: columns.length,
    values,
  };
}

/** Sample times in ms: regular, or listed. */
function timesOf(
  tree: OpenTree,
  path: string,
  { rows, file }: { readonly rows: number; readonly file: string },
): Float64Array {
  const scale = 1000 * secondsOf(tree, path, file);
  if (tree.attribute(path, "dimension_type") !== "sample") {
    const ticks = tree.kind(`${path}/ticks`) === "dataset" ? `${path}/ticks` : path;
    const times = numbersOf(tree, ticks, file).map((time) => time * scale);
    if (times.length === rows) return times;
    const got = String(times.length);
    throw NWB_SHAPE({ path: file, inside: ticks, expected: `${rows} times`, got });
  }
  const start = Number(tree.attribute(path, "offset") ?? 0);
  const interval = Number(tree.attribute(path, "sampling_interval") ?? Number.NaN);
  if (!(interval > 0) || !Number.isFinite(start)) {
    const inside = `${path}@sampling_interval`;
    throw NWB_SHAPE({ path: file, inside, expected: "a number above 0", got: String(interval) });
  }
  return Float64Array.from({ length: rows }, (_, k) => (start + k * interval) * scale);
}
