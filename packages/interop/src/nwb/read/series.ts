import type { OpenTree } from "../../hdf5/open-tree.ts";
import { NWB_SHAPE } from "../errors.ts";
import type { NwbSeries, NwbTiming } from "../nwb-file.ts";
import { readData, rowsOfData } from "./data.ts";
import { fieldsOf, inside, textOf } from "./fields.ts";

/** Whether an object is a time series, by its type or its times. */
export function isSeries(tree: OpenTree, path: string, type: string): boolean {
  if (tree.kind(path) !== "group") return false;
  const has = (name: string): boolean => tree.kind(inside(path, name)) === "dataset";
  return type.endsWith("Series") || (has("data") && (has("timestamps") || has("starting_time")));
}

/** Read a series with all its data. */
export function readSeries(tree: OpenTree, at: { path: string; type: string }): NwbSeries {
  const { path, type } = at;
  const dataAt = inside(path, "data");
  const hasData = tree.kind(dataAt) === "dataset";
  const number = (name: string, otherwise: number): number => {
    const value = hasData ? tree.attribute(dataAt, name) : undefined;
    return typeof value === "number" ? value : otherwise;
  };
  const fields = new Map(fieldsOf(tree, path));
  for (const name of ["data", "timestamps", "starting_time"]) fields.delete(name);
  return {
    path,
    type,
    fields,
    data: hasData ? readData(tree, dataAt) : undefined,
    unit: hasData ? textOf(tree, dataAt, "unit") : "",
    conversion: number("conversion", 1),
    offset: number("offset", 0),
    timing: timingOf(tree, path),
  };
}

function timingOf(tree: OpenTree, path: string): NwbTiming {
  const times = inside(path, "timestamps");
  if (tree.kind(times) === "dataset") {
    const values = tree.numbers(times)?.values ?? [];
    return { kind: "times", times: Float64Array.from(values, Number) };
  }
  const start = inside(path, "starting_time");
  if (tree.kind(start) !== "dataset") return { kind: "none" };
  const rate = tree.attribute(start, "rate");
  const [first = 0] = tree.numbers(start)?.values ?? [];
  return { kind: "rate", start: Number(first), rate: typeof rate === "number" ? rate : 0 };
}

/**
 * Return the times of a series' rows, in seconds.
 *
 * Throws `SL_NWB_SHAPE` if times are missing or do not match the rows; `file` is the name used in the error.
 */
export function timesOfSeries({ path, data, timing }: NwbSeries, file: string): Float64Array {
  const rows = data === undefined ? 0 : rowsOfData(data);
  const refuse = (expected: string, got: string): Error =>
    NWB_SHAPE({ path: file, inside: path, expected, got });
  if (timing.kind === "times") {
    if (timing.times.length === rows) return timing.times;
    throw refuse(`${rows} times, one per row`, String(timing.times.length));
  }
  if (timing.kind === "none") throw refuse("times, or a start and a rate", "neither");
  const { start, rate } = timing;
  if (!(rate > 0) && rows > 1) throw refuse("a rate above 0", String(rate));
  return Float64Array.from({ length: rows }, (_, k) => (k === 0 ? start : start + k / rate));
}
