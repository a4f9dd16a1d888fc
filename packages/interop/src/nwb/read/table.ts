import type { OpenTree } from "../../hdf5/open-tree.ts";
import { NWB_SHAPE } from "../errors.ts";
import type { NwbColumn, NwbTable } from "../nwb-file.ts";
import { readData, rowsOfData } from "./data.ts";
import { attributesOf, fieldsOf, inside, typeOf } from "./fields.ts";

/** Whether an object is a table, which lists its columns. */
export function isTable(tree: OpenTree, path: string): boolean {
  return tree.kind(path) === "group" && tree.attribute(path, "colnames") !== undefined;
}

/** Read a table. */
export function readTable(tree: OpenTree, path: string, file: string): NwbTable {
  const names = tree.attribute(path, "colnames");
  const columns = new Map<string, NwbColumn>();
  for (const name of Array.isArray(names) ? names : []) {
    const at = inside(path, String(name));
    // Columns of a table with several categories are groups.
    if (tree.kind(at) === "dataset") columns.set(String(name), readColumn(tree, at, file));
  }
  const hasIds = tree.kind(inside(path, "id")) === "dataset";
  const ids = hasIds ? idsOf(tree, path) : [];
  for (const [name, column] of hasIds ? columns : []) {
    const rows = column.ends.at(-1)?.length ?? rowsOfData(column.data);
    if (rows === ids.length) continue;
    const expected = `${ids.length} rows, as many as id has`;
    throw NWB_SHAPE({ path: file, inside: inside(path, name), expected, got: String(rows) });
  }
  return { path, type: typeOf(tree, path) ?? "", fields: fieldsOf(tree, path), ids, columns };
}

function idsOf(tree: OpenTree, path: string): readonly number[] {
  return Array.from(tree.numbers(inside(path, "id"))?.values ?? [], Number);
}

function readColumn(tree: OpenTree, path: string, file: string): NwbColumn {
  const data = readData(tree, path);
  const ends: Float64Array[] = [];
  let [index, length] = [`${path}_index`, rowsOfData(data)];
  // A doubly ragged column has an index of its index.
  for (; ends.length < 8 && tree.kind(index) === "dataset"; index = `${index}_index`) {
    const found = Float64Array.from(tree.numbers(index)?.values ?? [], Number);
    const isBroken = found.some((end, k) => end < (found[k - 1] ?? 0) || end > length);
    if (isBroken) {
      const expected = `ascending end indices up to ${length}`;
      throw NWB_SHAPE({ path: file, inside: index, expected, got: "others" });
    }
    ends.push(found);
    length = found.length;
  }
  const fields = new Map(attributesOf(tree, path));
  const table = fields.get("table");
  const region = typeof table === "string" ? { table } : {};
  return { type: typeOf(tree, path) ?? "", data, ends, fields, ...region };
}

/** Return start and end of a row's elements, in a ragged or plain column. */
export function elementsOfRow({ ends }: NwbColumn, row: number): readonly [number, number] {
  let [from, until] = [row, row + 1];
  for (const level of ends.toReversed()) {
    [from, until] = [level[from - 1] ?? 0, until === 0 ? 0 : (level[until - 1] ?? 0)];
  }
  return [from, until];
}
