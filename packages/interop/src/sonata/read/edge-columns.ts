import { type Column, type ColumnFile, plainNumbers, refuse } from "./hdf5-columns.ts";
import { copyWhole } from "./whole-numbers.ts";

/** Edge attributes that determine a connection. */
export type EdgeAttribute = "syn_weight" | "nsyns" | "delay";

/** Edges of a piece of a population; the lists are overwritten by the next piece. */
export interface EdgePiece {
  readonly count: number;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** Type ids. */
  readonly types: Uint32Array;
  /** Values of individual edges, NaN if the type states them; undefined if it always does. */
  readonly own: Readonly<Record<EdgeAttribute, Float64Array | undefined>>;
}

/** Edges of one population, read piece by piece. */
export interface EdgeColumns {
  readonly name: string;
  readonly place: string;
  readonly size: number;
  /** Names of node populations. */
  readonly source: string;
  readonly target: string;
  /** Attribute names in its groups. */
  readonly names: readonly string[];
  /** Read all edges in order. */
  pieces(): Iterable<EdgePiece>;
}

/** Number of edges per piece: some megabytes. */
const pieceSize = 2 ** 17;
/** A window of a group is read if it has at most this many times the edges needed. */
const mostSpread = 4;
const attributes: readonly EdgeAttribute[] = ["syn_weight", "nsyns", "delay"];
/** Possible places in a group: as in SONATA, or as written by PyNN. */
const spellings: Readonly<Record<EdgeAttribute, readonly string[]>> = {
  syn_weight: ["syn_weight", "dynamics_params/weight"],
  nsyns: ["nsyns"],
  delay: ["delay", "dynamics_params/delay"],
};

const isKnown: ReadonlySet<string> = new Set(
  attributes.flatMap((name) => spellings[name]).map((one) => one.replace(/^.*\//, "")),
);

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
    for (const inner of file.names(`${path}/${one}/dynamics_params`)) {
      if (!isKnown.has(inner)) names.add(inner);
    }
  }
  names.delete("dynamics_params");
  return {
    name,
    place: `${file.name}: /${path}`,
    size,
    names: [...names],
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
  const { lists, size } = layout;
  const room = (): Uint32Array => new Uint32Array(Math.min(size, pieceSize));
  const buffers = { types: room(), sources: room(), targets: room() };
  const places = placesOf(layout);
  const [weight, synapses, delay] = attributes.map((name) => ownValues(layout, name));
  for (let from = 0; from < size; from += pieceSize) {
    const until = Math.min(size, from + pieceSize);
    const read = (column: Column, out: Uint32Array): void =>
      copyWhole(column.piece(from, until), out, column.place);
    read(lists.types, buffers.types);
    read(lists.sources, buffers.sources);
    read(lists.targets, buffers.targets);
    const wanted = places(from, until);
    const own = { syn_weight: weight?.(wanted), nsyns: synapses?.(wanted), delay: delay?.(wanted) };
    yield { count: until - from, ...buffers, own };
  }
}

/** Location of the values of a piece's edges. */
interface Places {
  readonly count: number;
  readonly members: readonly Members[];
  readonly groups: Uint32Array;
  readonly rows: Uint32Array;
}

/** Edges of a piece in one group, and their range of rows. */
interface Members {
  readonly group: number;
  first: number;
  last: number;
  count: number;
  /** Whether they are all edges of the piece, in row order. */
  isRun: boolean;
}

function placesOf({
  index,
  group,
  groups: names,
  size,
}: Layout): (from: number, until: number) => Places {
  const room = Math.min(size, pieceSize);
  const rows = new Uint32Array(room);
  const groups = new Uint32Array(room).fill(Number(names[0] ?? 0));
  return (from, until) => {
    const count = until - from;
    if (group !== undefined) copyWhole(group.piece(from, until), groups, group.place);
    if (index === undefined) for (let k = 0; k < count; k++) rows[k] = from + k;
    else copyWhole(index.piece(from, until), rows, index.place);
    const [one, first] = [groups[0] as number, rows[0] as number];
    let run = 0;
    while (run < count && groups[run] === one && rows[run] === first + run) run++;
    const members =
      run === count
        ? [{ group: one, first, last: first + count - 1, count, isRun: true }]
        : membersOf(groups, rows, count);
    return { count, members, groups, rows };
  };
}

function membersOf(groups: Uint32Array, rows: Uint32Array, count: number): readonly Members[] {
  const found = new Map<number, Members>();
  let current: Members | undefined;
  for (let k = 0; k < count; k++) {
    const [group, row] = [groups[k] as number, rows[k] as number];
    if (current?.group !== group) {
      current = found.get(group) ?? { group, first: row, last: row, count: 0, isRun: false };
      found.set(group, current);
    }
    if (row < current.first) current.first = row;
    if (row > current.last) current.last = row;
    current.count++;
  }
  return [...found.values()];
}

/** Create a reader of an attribute; undefined if no group has it. */
function ownValues(
  { file, path, groups, size }: Layout,
  name: EdgeAttribute,
): ((places: Places) => Float64Array) | undefined {
  const columns = new Map(
    groups.flatMap((group) => {
      const [column] = spellings[name].flatMap(
        (one) => file.column(`${path}/${group}/${one}`) ?? [],
      );
      return column === undefined ? [] : [[Number(group), column] as const];
    }),
  );
  if (columns.size === 0) return undefined;
  const window = windowOf(columns);
  const out = new Float64Array(Math.min(size, pieceSize));
  return ({ members, groups: ids, rows, count }) => {
    for (const one of members) {
      const found = window(one);
      if (one.isRun && found !== undefined) {
        out.set(found.block);
        continue;
      }
      for (let k = 0; k < count; k++) {
        if (ids[k] !== one.group) continue;
        const at = (rows[k] as number) - (found?.base ?? 0);
        out[k] = found === undefined ? Number.NaN : (found.block[at] as number);
      }
    }
    return out;
  };
}

interface Window {
  /** Row of the first value. */
  readonly base: number;
  readonly block: ArrayLike<number>;
}

/** Read the group rows of a piece's edges; or the whole group once if they are scattered. */
function windowOf(columns: ReadonlyMap<number, Column>): (members: Members) => Window | undefined {
  const whole = new Map<number, Float64Array>();
  return ({ group, first, last, count }) => {
    const column = columns.get(group);
    if (column === undefined) return undefined;
    if (last >= column.length || column.width !== 1) {
      throw refuse(column.place, `${last + 1} values`, String(column.length));
    }
    if (last - first < mostSpread * count) {
      return { base: first, block: plainNumbers(column.piece(first, last + 1)) };
    }
    const block = whole.get(group) ?? column.values();
    whole.set(group, block);
    return { base: 0, block };
  };
}
