import { Hdf5Damage } from "./read/damage.ts";
import type { InspectedObject } from "./read/inspect.ts";
import { numbersOf } from "./read/numbers.ts";
import { openHdf5 } from "./read/open-file.ts";
import type { RandomBytes } from "./read/random-bytes.ts";

/** An inconsistency between parts of a file. */
export interface Contradiction {
  /** Path of the inconsistent object. */
  readonly path: string;
  /** One sentence. */
  readonly message: string;
}

type Objects = ReadonlyMap<string, InspectedObject>;

/**
 * Find inconsistent parts of a SONATA or NWB file.
 *
 * In SONATA, columns of a population with different lengths; in NWB, an index beyond the end of its list.
 */
export function contradictionsIn(
  file: RandomBytes,
  format: string | undefined,
  objects: readonly InspectedObject[],
): readonly Contradiction[] {
  const byPath = new Map(objects.map((object) => [object.path, object]));
  if (format === "SONATA") return unequalColumns(byPath);
  if (format === "NWB") return passedEnds(file, byPath);
  return [];
}

/** SONATA columns with one row per node, edge or spike of a population. */
const columnForms: readonly RegExp[] = [
  /^(\/nodes\/[^/]+)\/(node_type_id|node_id|node_group_id|node_group_index)$/,
  /^(\/edges\/[^/]+)\/(edge_type_id|source_node_id|target_node_id|edge_group_id|edge_group_index)$/,
  /^(\/spikes\/[^/]+)\/(timestamps|node_ids)$/,
  /^(\/spikes)\/(timestamps|gids)$/,
];

function unequalColumns(objects: Objects): readonly Contradiction[] {
  const tables = new Map<string, InspectedObject[]>();
  for (const object of objects.values()) {
    if (object.kind !== "dataset" || object.shape === undefined) continue;
    const table = columnForms.map((form) => form.exec(object.path)?.[1]).find(Boolean);
    if (table === undefined) continue;
    const columns = tables.get(table);
    if (columns === undefined) tables.set(table, [object]);
    else columns.push(object);
  }
  return [...tables].flatMap(([path, columns]) => {
    const lengths = columns.map(({ path: column, shape }) => ({
      name: column.slice(path.length + 1),
      rows: shape?.[0] ?? 0,
    }));
    if (new Set(lengths.map(({ rows }) => rows)).size <= 1) return [];
    const listed = lengths.map(({ name, rows }) => `${name} ${rows}`).join(", ");
    return [{ path, message: `Its columns have different lengths: ${listed}.` }];
  });
}

/** Index rows read at a time, and in a whole file; no real file of units exceeds this. */
const block = 2 ** 16;
const mostRows = 2 ** 24;

function passedEnds(file: RandomBytes, objects: Objects): readonly Contradiction[] {
  const opened = openHdf5(file);
  let left = mostRows;
  return [...objects.values()].flatMap((index): Contradiction[] => {
    const { path, kind, attributes } = index;
    const isIndex =
      attributes["neurodata_type"]?.values[0] === "VectorIndex" ||
      path === "/units/spike_times_index";
    const list = objects.get(path.replace(/_index$/, ""));
    if (!isIndex || kind !== "dataset" || list?.kind !== "dataset" || list === index) return [];
    const length = list.shape?.[0];
    if (length === undefined) return [];
    try {
      const count = Math.min(index.shape?.[0] ?? 0, left);
      left -= count;
      const row = firstPassing(opened.find(path), count, length);
      if (row === undefined) return [];
      const name = list.path.slice(list.path.lastIndexOf("/") + 1);
      const message = `Row ${row.at} ends at ${row.end}, but ${name} has ${length} rows.`;
      return [{ path, message }];
    } catch (fault) {
      // It has an unsupported filter or is stored in another file.
      if (fault instanceof Hdf5Damage) return [];
      throw fault;
    }
  });
}

/** First row of an index beyond the end of its list. */
function firstPassing(
  index: ReturnType<ReturnType<typeof openHdf5>["find"]>,
  count: number,
  length: number,
): { readonly at: number; readonly end: string } | undefined {
  if (index?.kind !== "dataset" || index.shape?.length !== 1) return undefined;
  const { type, rows } = index;
  for (let from = 0; from < count; from += block) {
    const numbers = numbersOf(type, rows(from, Math.min(count, from + block))) ?? [];
    for (const [k, end] of numbers.entries()) {
      if (end > length) return { at: from + k, end: String(end) };
    }
  }
  return undefined;
}
