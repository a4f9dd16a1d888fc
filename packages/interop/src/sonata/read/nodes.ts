import { type Column, type ColumnFile, refuse } from "./hdf5-columns.ts";
import type { TypeRow, TypeTable } from "./type-table.ts";

/** A value of a node or an edge. */
export type Attribute = string | number;

/** Nodes of one population. */
export interface NodePopulation {
  readonly name: string;
  readonly place: string;
  readonly size: number;
  /** Id of each node, used by edges and node sets. */
  readonly ids: Float64Array;
  /** Whether node ids equal rows. */
  readonly isPlain: boolean;
  /** Row of a node; -1 if there is none. */
  rowOf(id: number): number;
  /** Attribute of a node: its own, or its type's. */
  attribute(name: string): ((row: number) => Attribute | undefined) | undefined;
  /** Names of attributes of nodes or their types. */
  readonly names: readonly string[];
  /** Individual parameters of nodes, with the value of each row. */
  readonly parameters: ReadonlyMap<string, (row: number) => number | undefined>;
  readonly types: readonly TypeRow[];
  /** Index into `types` of each node. */
  readonly typeOf: Uint32Array;
}

/** Read all node populations of a file. */
export function readNodes(file: ColumnFile, types: TypeTable): readonly NodePopulation[] {
  const names = file.names("nodes");
  if (names.length === 0) throw refuse(`${file.name}: /nodes`, "node populations", "none");
  return names.map((name) => readPopulation(file, name, types));
}

function readPopulation(file: ColumnFile, name: string, table: TypeTable): NodePopulation {
  const path = `nodes/${name}`;
  const place = `${file.name}: /${path}`;
  const type = integers(file, `${path}/node_type_id`);
  if (type === undefined) throw refuse(`${place}/node_type_id`, "a list", "nothing");
  const size = type.length;
  const same = (column: string): Float64Array | undefined => {
    const values = integers(file, `${path}/${column}`);
    if (values === undefined || values.length === size) return values;
    throw refuse(`${place}/${column}`, `${size} numbers`, String(values.length));
  };
  const ids = same("node_id") ?? Float64Array.from({ length: size }, (_, k) => k);
  const groups = readGroups(file, path, {
    size,
    group: same("node_group_id"),
    index: same("node_group_index"),
  });
  const isPlain = ids.every((id, k) => id === k);
  const { types, typeOf } = readTypesOf(type, { table, name, place });
  const columns = new Set(types.flatMap((row) => [...row.keys()]));
  return {
    name,
    place,
    size,
    ids,
    isPlain,
    types,
    typeOf,
    rowOf: isPlain ? (id) => (id < size ? id : -1) : rowFinder(ids, place),
    names: [...new Set([...columns, ...groups.names])],
    parameters: groups.parameters,
    attribute(attribute) {
      const own = groups.attribute(attribute);
      if (own === undefined && !columns.has(attribute)) return undefined;
      return (row) => own?.(row) ?? types[typeOf[row] ?? 0]?.get(attribute);
    },
  };
}

/** The types that occur, and the type of each node. */
function readTypesOf(
  ids: Float64Array,
  {
    table,
    name,
    place,
  }: { readonly table: TypeTable; readonly name: string; readonly place: string },
): { readonly types: readonly TypeRow[]; readonly typeOf: Uint32Array } {
  const numbers = new Map<number, number>();
  const types: TypeRow[] = [];
  const typeOf = Uint32Array.from(ids, (id) => {
    const found = numbers.get(id);
    if (found !== undefined) return found;
    const row = table.row(id, name);
    if (row === undefined && table.rows.length > 0) {
      throw refuse(`${place}/node_type_id`, "an id from the table of types", String(id));
    }
    numbers.set(id, types.length);
    types.push(row ?? new Map([["node_type_id", id]]));
    return types.length - 1;
  });
  return { types, typeOf };
}

/** Find rows by id, through a list if ids are not much larger than the number of rows. */
function rowFinder(ids: Float64Array, place: string): (id: number) => number {
  const rows = new Map<number, number>();
  for (const [k, id] of ids.entries()) rows.set(id, k);
  if (rows.size < ids.length) throw refuse(`${place}/node_id`, "unique ids", "some twice");
  return (id) => rows.get(id) ?? -1;
}

interface Groups {
  readonly names: readonly string[];
  attribute(name: string): ((row: number) => Attribute | undefined) | undefined;
  readonly parameters: ReadonlyMap<string, (row: number) => number | undefined>;
}

interface GroupPlaces {
  readonly size: number;
  readonly group: Float64Array | undefined;
  readonly index: Float64Array | undefined;
}

/** Attributes in groups: each node is in one group, at one index. */
function readGroups(file: ColumnFile, path: string, places: GroupPlaces): Groups {
  const groups = file
    .names(path)
    .filter((name) => /^\d+$/.test(name) && file.isGroup(`${path}/${name}`));
  const { size, group, index } = places;
  const isOne = groups.length <= 1;
  if (!isOne && (group === undefined || index === undefined)) {
    throw refuse(
      `${file.name}: /${path}`,
      "node_group_id and node_group_index",
      "several groups without them",
    );
  }
  const groupOf = (row: number): string =>
    group === undefined ? (groups[0] ?? "") : String(group[row]);
  const indexOf = (row: number): number => (index === undefined ? row : (index[row] ?? -1));
  const counts = new Map(groups.map((name) => [name, 0]));
  for (let row = 0; row < size; row++) {
    const name = groupOf(row);
    counts.set(name, Math.max(counts.get(name) ?? 0, indexOf(row) + 1));
  }
  const inGroup = (name: string, within: string) => {
    const columns = new Map<string, ReturnType<typeof valuesOf>>();
    for (const one of groups) {
      const values = valuesOf(file, `${path}/${one}`, `${within}${name}`);
      if (values === undefined) continue;
      const least = counts.get(one) ?? 0;
      if (values.length < least) {
        throw refuse(
          `${file.name}: /${path}/${one}/${within}${name}`,
          `${least} values`,
          String(values.length),
        );
      }
      columns.set(one, values);
    }
    return columns.size === 0
      ? undefined
      : (row: number) => columns.get(groupOf(row))?.[indexOf(row)];
  };
  const namesIn = (within: string): readonly string[] => [
    ...new Set(groups.flatMap((one) => file.names(`${path}/${one}/${within}`))),
  ];
  const reserved = new Set(["dynamics_params", "@library"]);
  return {
    names: namesIn("").filter((name) => !reserved.has(name)),
    attribute: (name) => (reserved.has(name) ? undefined : inGroup(name, "")),
    parameters: new Map(
      namesIn("dynamics_params").flatMap((name) => {
        const value = inGroup(name, "dynamics_params/");
        return value === undefined ? [] : [[name, (row: number) => numberOf(value(row))] as const];
      }),
    ),
  };
}

/** A list of a group as numbers or strings; explicit enumerations become their strings. */
function valuesOf(file: ColumnFile, group: string, name: string): ArrayLike<Attribute> | undefined {
  const column = file.column(`${group}/${name}`);
  if (column === undefined) return undefined;
  const library = file.column(`${group}/@library/${name}`)?.texts();
  if (column.isText) return column.texts();
  const numbers = column.values();
  if (library === undefined) return numbers;
  return Array.from(numbers, (number) => {
    const text = library[number];
    if (text !== undefined) return text;
    throw refuse(column.place, `a number below ${library.length} from @library`, String(number));
  });
}

function integers(file: ColumnFile, path: string): Float64Array | undefined {
  const column: Column | undefined = file.column(path);
  const values = column?.values();
  if (values === undefined || values.every((value) => Number.isSafeInteger(value) && value >= 0))
    return values;
  throw refuse(column?.place ?? path, "integers from 0 to 2^53", "others");
}

function numberOf(value: Attribute | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
