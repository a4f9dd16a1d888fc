import type { InspectedObject } from "./read/inspect.ts";

/** Contents of a file in terms of its known format. */
export interface KnownContents {
  /** Format version; undefined if the file does not state it. */
  readonly version: string | undefined;
  /** Counts, such as `4 nodes`. */
  readonly counts: readonly string[];
  readonly parts: readonly KnownPart[];
}

/** Part of a file, such as a node of a graph. */
export interface KnownPart {
  readonly name: string;
  /** Type name in the format: `LIF`, `CurrentClampSeries`, `nodes`. */
  readonly kind: string;
  /** Size, such as `weight 3 x 4` or `1000 edges`. */
  readonly size: string;
}

type Objects = ReadonlyMap<string, InspectedObject>;

/** By the format names of `knownFormat`. */
const readers: Readonly<Record<string, (objects: Objects) => KnownContents>> = {
  "NIR graph": graphContents,
  SONATA: sonataContents,
  NWB: nwbContents,
};

/** Describe the contents of a file of a known format from its listing; undefined for other formats. */
export function knownContents(
  format: string | undefined,
  objects: readonly InspectedObject[],
): KnownContents | undefined {
  if (format === undefined || !Object.hasOwn(readers, format)) return undefined;
  return readers[format]?.(new Map(objects.map((object) => [object.path, object])));
}

/** Nodes of a NIR graph, including those of nested graphs; before NIR 1.0, groups had no `nodes` level. */
function graphContents(objects: Objects): KnownContents {
  const parameters = parametersByGroup(objects);
  const parts = [...objects.values()].flatMap(({ path, value }): KnownPart[] => {
    const [, name, isOwn] = /^\/node\/nodes\/(.+)(\/type)$/.exec(path) ?? [];
    if (name === undefined || isOwn === undefined) return [];
    const plain = name.replaceAll("/nodes/", "/");
    return [
      {
        name: plain,
        kind: String(value ?? "?"),
        size: parameters.get(`/node/nodes/${name}`)?.join(", ") ?? "",
      },
    ];
  });
  const edges = [...objects.values()]
    .filter(({ path, kind }) => kind === "dataset" && /^\/node\/(nodes\/.+\/)?edges$/.test(path))
    .reduce((sum, { shape }) => sum + (shape?.[0] ?? 0), 0);
  return {
    version: textAt(objects, "/version"),
    counts: [counted(parts.length, "node"), counted(edges, "edge")],
    parts,
  };
}

/** Entries of each group except its type and edges. */
function parametersByGroup(objects: Objects): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { path, kind, shape = [], value, values } of objects.values()) {
    const last = path.lastIndexOf("/");
    const [group, name] = [path.slice(0, last), path.slice(last + 1)];
    if (kind !== "dataset" || name === "type" || name === "edges") continue;
    // The lengths of inputs and outputs are more informative than the number of their axes.
    const lengths = name === "shape" ? (values ?? shape) : shape;
    const text = shape.length === 0 ? `${value ?? "single"}` : lengths.join(" x ");
    const known = found.get(group);
    if (known === undefined) found.set(group, [`${name} ${text}`]);
    else known.push(`${name} ${text}`);
  }
  return found;
}

/** Objects with a length in SONATA files. */
const sonataParts: readonly (readonly [form: RegExp, kind: string, unit: string])[] = [
  [/^\/nodes\/([^/]+)\/node_type_id$/, "nodes", "node"],
  [/^\/edges\/([^/]+)\/edge_type_id$/, "edges", "edge"],
  [/^\/spikes\/([^/]+)\/timestamps$/, "spikes", "spike"],
  [/^\/(spikes)\/timestamps$/, "spikes", "spike"],
  [/^\/report\/([^/]+)\/data$/, "report", "time"],
];

function sonataContents(objects: Objects): KnownContents {
  const parts = [...objects.values()].flatMap(({ path, shape = [] }) =>
    sonataParts.flatMap(([form, kind, unit]): KnownPart[] => {
      const name = form.exec(path)?.[1];
      if (name === undefined) return [];
      const [rows = 0, columns] = shape;
      const wide = columns === undefined ? "" : ` x ${counted(columns, "element")}`;
      return [{ name, kind, size: `${counted(rows, unit)}${wide}` }];
    }),
  );
  const version = objects.get("/")?.attributes["version"]?.values.join(".");
  return { version, counts: [counted(parts.length, "population")], parts };
}

/** Groups of NWB that contain recorded data; others contain metadata. */
const nwbPlaces = /^\/(acquisition|analysis|processing|stimulus|intervals|units)(\/|$)/;

/** Objects with an NWB type, except parts of tables and modules. */
function nwbContents(objects: Objects): KnownContents {
  const typed = [...objects.values()].flatMap(({ path, attributes }) => {
    const kind = attributes["neurodata_type"]?.values[0];
    return kind === undefined || !nwbPlaces.test(path) ? [] : [{ path, kind: String(kind) }];
  });
  const parts = typed.flatMap(({ path, kind }): KnownPart[] => {
    if (partKinds.test(kind)) return [];
    return [{ name: path.slice(1), kind, size: lengthOf(objects, path) }];
  });
  const version = objects.get("/")?.attributes["nwb_version"]?.values[0];
  return {
    version: version === undefined ? undefined : String(version),
    counts: [counted(parts.length, "recorded object")],
    parts,
  };
}

const partKinds =
  /^(VectorData|VectorIndex|ElementIdentifiers|DynamicTableRegion|ProcessingModule)$/;

function lengthOf(objects: Objects, path: string): string {
  const data = objects.get(`${path}/data`)?.shape;
  if (data !== undefined && data.length > 0) return data.join(" x ");
  const rows = objects.get(`${path}/id`)?.shape?.[0];
  return rows === undefined ? "" : counted(rows, "row");
}

function textAt(objects: Objects, path: string): string | undefined {
  const value = objects.get(path)?.value;
  return value === undefined ? undefined : String(value);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
