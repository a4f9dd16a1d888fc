import { type Column, type ColumnFile, plainNumbers, refuse } from "./hdf5-columns.ts";
import { copyWhole } from "./whole-numbers.ts";

/** Attributes of edges that decide what a connection is. */
export type EdgeAttribute = "syn_weight" | "nsyns" | "delay";

/** Edges of a piece of a population; the lists are written over by the next piece. */
export interface EdgePiece {
  readonly count: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Numbers of types. */
  readonly types: Uint32Array;
  /** What edges have of their own; NaN where the type says it. */
  readonly own: Readonly<Record<EdgeAttribute, Float64Array>>;
}

/** The edges of one population, read piece by piece. */
export interface EdgeColumns {
  readonly name: string;
  readonly place: string;
  readonly size: number;
  /** Names of populations of nodes. */
  readonly source: string;
  readonly target: string;
  /** Names of attributes in its groups. */
  readonly names: readonly string[];
  /** Read all edges, from the first to the last. */
  pieces(): Iterable<EdgePiece>;
}

/** Edges that are looked at at a time: some megabytes. */
const pieceSize = 2 ** 17;
/** A window of a group is read where it is at most so many times the edges that it is for. */
const mostSpread = 4;
const attributes: readonly EdgeAttribute[] = ["syn_weight", "nsyns", "delay"];

/** Find the columns of a population of edges. */
export function edgeColumns(file: ColumnFile, name: string): EdgeColumns {
  const path = `edges/${name}`;
  const column = (one: string): Column => {
    const found = file.column(`${path}/${one}`);
    if (found !== undefined) return found;
    throw refuse(`${file.name}: /${path}/${one}`, "a list", "nothing");
  };
  const lists = {
    types: column("edge_type_id"),
    sources: column("source_node_id"),
    targets: column("target_node_id"),
  };
  const size = lists.types.length;
  const index = file.column(`${path}/edge_group_index`);
  const group = file.column(`${path}/edge_group_id`);
  for (const one of [lists.sources, lists.targets, index, group]) {
    if (one !== undefined && one.length !== size) {
      throw refuse(one.place, `${size} numbers`, String(one.length));
    }
  }
  const groups = file
    .names(path)
    .filter((one) => /^\d+$/.test(one) && file.isGroup(`${path}/${one}`));
  if (groups.length > 1 && (index === undefined || group === undefined)) {
    const expected = "edge_group_id and edge_group_index";
    throw refuse(`${file.name}: /${path}`, expected, `${groups.length} groups without them`);
  }
  const names = new Set(groups.flatMap((one) => file.names(`${path}/${one}`)));
  for (const one of groups) {
    for (const inner of file.names(`${path}/${one}/dynamics_params`)) names.add(inner);
  }
  names.delete("dynamics_params");
  return {
    ...{ name, place: `${file.name}: /${path}`, size, names: [...names] },
    source: populationOf(lists.sources),
    target: populationOf(lists.targets),
    pieces: () => readPieces({ file, path, lists, index, group, groups, size }),
  };
}

function populationOf(column: Column): string {
  const name = column.attribute("node_population");
  if (typeof name === "string") return name;
  throw refuse(column.place, "an attribute node_population", "none");
}

interface Layout {
  readonly file: ColumnFile;
  readonly path: string;
  readonly lists: { readonly types: Column; readonly sources: Column; readonly targets: Column };
  readonly index: Column | undefined;
  readonly group: Column | undefined;
  readonly groups: readonly string[];
  readonly size: number;
}

function* readPieces(layout: Layout): Iterable<EdgePiece> {
  const { lists, index, group, groups, size } = layout;
  const room = (): Uint32Array => new Uint32Array(Math.min(size, pieceSize));
  const buffers = { types: room(), sources: room(), targets: room() };
  const [rows, groupIds] = [room(), room()];
  const own = attributes.map((name) => ownValues(layout, name));
  const values = attributes.map(() => new Float64Array(Math.min(size, pieceSize)));
  for (let from = 0; from < size; from += pieceSize) {
    const until = Math.min(size, from + pieceSize);
    const count = until - from;
    const read = (column: Column, out: Uint32Array): void =>
      copyWhole(column.numbers(from, until), out, column.place);
    read(lists.types, buffers.types);
    read(lists.sources, buffers.sources);
    read(lists.targets, buffers.targets);
    if (index === undefined) for (let k = 0; k < count; k++) rows[k] = from + k;
    else read(index, rows);
    if (group === undefined) groupIds.fill(Number(groups[0] ?? 0));
    else read(group, groupIds);
    const members = membersOf(groupIds, rows, count);
    own.forEach((fill, k) => {
      fill({ members, groupIds, rows, count }, values[k] as Float64Array);
    });
    const [weight, synapses, delay] = values as [Float64Array, Float64Array, Float64Array];
    yield { count, ...buffers, own: { syn_weight: weight, nsyns: synapses, delay } };
  }
}

interface Members {
  readonly group: number;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** Which groups the edges of a piece are in, and from which row to which. */
function membersOf(groups: Uint32Array, rows: Uint32Array, count: number): readonly Members[] {
  const found = new Map<number, { group: number; first: number; last: number; count: number }>();
  let current: { group: number; first: number; last: number; count: number } | undefined;
  for (let k = 0; k < count; k++) {
    const [group, row] = [groups[k] as number, rows[k] as number];
    if (current?.group !== group) {
      current = found.get(group) ?? { group, first: row, last: row, count: 0 };
      found.set(group, current);
    }
    if (row < current.first) current.first = row;
    if (row > current.last) current.last = row;
    current.count++;
  }
  return [...found.values()];
}

interface Wanted {
  readonly members: readonly Members[];
  readonly groupIds: Uint32Array;
  readonly rows: Uint32Array;
  readonly count: number;
}

/** Make what fills in the values of an attribute; NaN where a group has none. */
function ownValues(
  { file, path, groups }: Layout,
  name: EdgeAttribute,
): (wanted: Wanted, out: Float64Array) => void {
  const columns = new Map(
    groups.flatMap((group) => {
      const column = file.column(`${path}/${group}/${name}`);
      return column === undefined ? [] : [[Number(group), column] as const];
    }),
  );
  const whole = new Map<number, Float64Array>();
  const window = ({
    group,
    first,
    last,
    count,
  }: Members): { base: number; block: ArrayLike<number> } => {
    const column = columns.get(group);
    if (column === undefined) return { base: 0, block: [] };
    if (last >= column.length)
      throw refuse(column.place, `${last + 1} values`, String(column.length));
    if (last - first < mostSpread * count) {
      return { base: first, block: plainNumbers(column.numbers(first, last + 1)) };
    }
    const block = whole.get(group) ?? column.values();
    whole.set(group, block);
    return { base: 0, block };
  };
  return ({ members, groupIds, rows, count }, out) => {
    if (columns.size === 0) return void out.fill(Number.NaN);
    for (const one of members) {
      const { base, block } = window(one);
      const isOwn = columns.has(one.group);
      for (let k = 0; k < count; k++) {
        if (groupIds[k] !== one.group) continue;
        out[k] = isOwn ? (block[(rows[k] as number) - base] as number) : Number.NaN;
      }
    }
  };
}
