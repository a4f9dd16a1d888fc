import type { OpenTree } from "../../hdf5/open-tree.ts";
import type { Elements } from "../../hdf5/read/elements.ts";
import type { NwbData, SeriesPart } from "../nwb-file.ts";
import { placed } from "./fields.ts";

/** Read the elements of a dataset: numbers as an array, references to series as such, others one by one. */
export function readData(tree: OpenTree, path: string): NwbData {
  const parts = tree.columns(path);
  if (parts !== undefined) return { kind: "parts", values: seriesParts(tree, parts) };
  const numbers = tree.plainNumbers(path);
  if (numbers !== undefined) return { kind: "numbers", ...numbers };
  const values = tree.values(path).map((value) => placed(tree, value));
  return { kind: "values", values, shape: tree.shape(path) };
}

function seriesParts(tree: OpenTree, parts: ReadonlyMap<string, Elements>): readonly SeriesPart[] {
  const column = (name: string): readonly unknown[] => {
    const found = parts.get(name);
    return found === undefined ? [] : tree.valuesOf(found).map((value) => placed(tree, value));
  };
  const [starts, counts, series] = [column("idx_start"), column("count"), column("timeseries")];
  return series.map((path, k) => ({
    start: Number(starts[k] ?? -1),
    count: Number(counts[k] ?? -1),
    series: typeof path === "string" ? path : undefined,
  }));
}

/** Number of rows. */
export function rowsOfData(data: NwbData): number {
  return data.kind === "parts" ? data.values.length : (data.shape[0] ?? 1);
}
