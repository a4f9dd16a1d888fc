import { attributesOf, type Hdf5Attribute } from "./attributes.ts";
import { Hdf5Damage } from "./damage.ts";
import { isDataset, openDataset } from "./dataset.ts";
import { type DatasetOutline, outlineDataset } from "./dataset-outline.ts";
import { countOf } from "./dataspace.ts";
import type { Elements } from "./elements.ts";
import { type FileBytes, fileBytes } from "./file-bytes.ts";
import { globalHeaps } from "./global-heap.ts";
import { isGroup, type Link, readLinks } from "./links.ts";
import { type HeaderMessage, readHeader } from "./object-header.ts";
import { objectPaths } from "./object-paths.ts";
import type { RandomBytes } from "./random-bytes.ts";
import { readSuperblock } from "./superblock.ts";
import type { HeapBytes } from "./texts.ts";
import { typeName } from "./type-name.ts";
import { type Hdf5Value, valuesOf } from "./values.ts";

/** An attribute, with its first values. */
export interface InspectedAttribute {
  /** Type name as in NumPy. */
  readonly type: string;
  /** Lengths of the axes; empty for a scalar. */
  readonly shape: readonly number[];
  /** At most eight; empty for unsupported types. Integers beyond 2^53, references and compounds are strings. */
  readonly values: readonly (number | string)[];
}

/** An object of a file. */
export interface InspectedObject extends Partial<DatasetOutline> {
  /** Path from the root, which is `/`. */
  readonly path: string;
  readonly kind: "group" | "dataset" | "type" | "link" | "unreadable";
  /** Target of a link; or the path under which a group or dataset was listed before. */
  readonly to?: string;
  readonly attributes: Readonly<Record<string, InspectedAttribute>>;
  /** Value of a dataset with a single number or string. */
  readonly value?: number | string;
  /** Values of a list of at most eight integers, such as axis lengths. */
  readonly values?: readonly (number | string)[];
  /** Reason why it cannot be read, completely or in part. */
  readonly fault?: string;
}

/** Contents of a file. */
export interface InspectedTree {
  /** Groups before their members, which are sorted by name. */
  readonly objects: readonly InspectedObject[];
  /** Number of bytes missing at the end; 0 for a complete file. */
  readonly missing: number;
  /** Whether there are more objects than requested. */
  readonly isCut: boolean;
}

const most = { values: 8, attributes: 1000, depth: 256, bytes: 2 ** 16 };

/**
 * List the objects of an open file; no other file is opened, and long lists are not read.
 *
 * Damaged objects are listed with their error; throws `Hdf5Damage` if the root itself cannot be read.
 */
export function inspectTree(file: RandomBytes, mostObjects: number): InspectedTree {
  const bytes = fileBytes(file);
  const { root, end } = readSuperblock(bytes);
  readHeader(bytes, root);
  const heaps = globalHeaps(bytes);
  const paths = objectPaths(root, (address) => linksOf(bytes, address));
  const seen = new Map<number, string>();
  const objects: InspectedObject[] = [];
  const waiting: Found[] = [{ path: "/", link: { kind: "object", address: root }, depth: 0 }];
  while (waiting.length > 0 && objects.length < mostObjects) {
    const found = waiting.pop() as Found;
    const { object, inside } = inspectObject(found, { bytes, heaps, paths, seen });
    objects.push(object);
    for (const one of inside.toReversed()) waiting.push(one);
  }
  return { objects, missing: Math.max(0, end - file.size), isCut: waiting.length > 0 };
}

interface Found {
  readonly path: string;
  readonly link: Link;
  readonly depth: number;
}

interface Walk extends HeapBytes {
  /** Resolves references. */
  readonly paths: () => ReadonlyMap<number, string>;
  /** Paths of the objects listed so far, by address. */
  readonly seen: Map<number, string>;
}

function linksOf(bytes: FileBytes, address: number): ReadonlyMap<string, Link> {
  const messages = readHeader(bytes, address);
  return isGroup(messages) ? readLinks(bytes, messages) : new Map();
}

interface Inspected {
  readonly object: InspectedObject;
  readonly inside: readonly Found[];
}

function inspectObject({ path, link, depth }: Found, walk: Walk): Inspected {
  const alone = (object: Omit<InspectedObject, "path" | "attributes">): Inspected => ({
    object: { path, ...object, attributes: {} },
    inside: [],
  });
  if (link.kind === "path") return alone({ kind: "link", to: link.path });
  if (link.kind === "outside") {
    return alone({ kind: "link", ...(link.to !== undefined && { to: link.to }), fault: elsewhere });
  }
  const before = walk.seen.get(link.address);
  if (before !== undefined) return alone({ kind: "link", to: before });
  walk.seen.set(link.address, path);
  try {
    const messages = readHeader(walk.bytes, link.address);
    const attributes = inspectAttributes(messages, walk);
    if (isDataset(messages)) {
      const outline = outlineDataset(walk.bytes, messages);
      const value = outline.fault === undefined ? shortValues(messages, walk) : {};
      return { object: { path, kind: "dataset", ...outline, ...value, attributes }, inside: [] };
    }
    if (!isGroup(messages)) return { object: { path, kind: "type", attributes }, inside: [] };
    if (depth >= most.depth) return alone({ kind: "group", fault: "it is nested too deeply" });
    const links = [...readLinks(walk.bytes, messages)].sort(byName);
    const inside = links.map(([name, link]) => {
      return { path: `${path === "/" ? "" : path}/${name}`, link, depth: depth + 1 };
    });
    return { object: { path, kind: "group", attributes }, inside };
  } catch (fault) {
    if (fault instanceof Hdf5Damage) return alone({ kind: "unreadable", fault: fault.message });
    throw fault;
  }
}

const elsewhere = "it is in another file, which is not opened";

function inspectAttributes(
  messages: readonly HeaderMessage[],
  walk: Walk,
): Readonly<Record<string, InspectedAttribute>> {
  const entries: [string, InspectedAttribute][] = [];
  for (const { name, read } of attributesOf(walk.bytes, messages)) {
    if (entries.length === most.attributes) break;
    entries.push([name, inspectAttribute(read(), walk)]);
  }
  return Object.fromEntries(entries.sort(byName));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function inspectAttribute({ type, space, data }: Hdf5Attribute, walk: Walk): InspectedAttribute {
  const shape = space?.shape ?? [0];
  const count = Math.min(most.values, countOf(shape), Math.floor(data.length / type.size));
  const first = new Uint8Array(data.subarray(0, count * type.size));
  return { type: typeName(type), shape, values: shownValues({ type, bytes: first }, walk) };
}

function shortValues(
  messages: readonly HeaderMessage[],
  walk: Walk,
): Pick<InspectedObject, "value" | "values" | "fault"> {
  const { shape, type, rows } = openDataset(walk.bytes, messages);
  const isSingle = shape?.length === 0 && type.size <= most.bytes;
  const [count = 0, ...others] = shape ?? [];
  const isShort = type.kind === "integer" && count > 0 && count <= most.values;
  if (!isSingle && !(isShort && others.length === 0)) return {};
  try {
    if (!isSingle) return { values: shownValues({ type, bytes: rows(0, count) }, walk) };
    const [value] = shownValues({ type, bytes: rows(0, 1) }, walk);
    return value === undefined ? {} : { value };
  } catch (fault) {
    if (fault instanceof Hdf5Damage) return { fault: fault.message };
    throw fault;
  }
}

/** Format values for printing; empty for unsupported types. */
function shownValues(elements: Elements, walk: Walk): readonly (number | string)[] {
  const values = valuesOf(elements, walk);
  return values
    .filter((value) => value !== undefined || elements.type.kind === "reference")
    .map((value) => plain(value, walk));
}

function plain(value: Hdf5Value, walk: Walk): number | string {
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) return Number(value);
  if (typeof value !== "object") return value === undefined ? "-> nothing" : String(value);
  if ("address" in value) return `-> ${walk.paths().get(value.address) ?? "nothing"}`;
  if ("parts" in value) {
    const parts = [...value.parts].map(([name, part]) => `${name}: ${plain(part, walk)}`);
    return `{${parts.join(", ")}}`;
  }
  const first = value.slice(0, most.values).map((one) => plain(one, walk));
  return `[${first.join(", ")}${value.length > first.length ? ", ..." : ""}]`;
}
