import type { Loss } from "@spikeloom/kernel";
import { type OpenTree, openTree } from "../../hdf5/open-tree.ts";
import type { RandomBytes } from "../../hdf5/read/random-bytes.ts";
import type { Hdf5Value } from "../../hdf5/read/values.ts";
import { NWB_READ, NWB_SHAPE } from "../errors.ts";
import type { NwbFile, NwbImage, NwbObject, NwbSeries, NwbTable } from "../nwb-file.ts";
import { ownGroup } from "../own-group.ts";
import { readData } from "./data.ts";
import { attributesOf, fieldsOf, inside, smallValue, typeOf } from "./fields.ts";
import { isSeries, readSeries } from "./series.ts";
import { isTable, readTable } from "./table.ts";

/** An NWB file and the parts that could not be read. */
export interface ReadNwbFile {
  readonly file: NwbFile;
  readonly losses: readonly Loss[];
}

/** Wrap an open NWB file, whose name is used in errors. */
export function openNwb(bytes: RandomBytes, name: string): OpenTree {
  const tree = openTree(bytes, name, {
    read: (reason) => NWB_READ({ path: name, reason }),
    shape: (at, expected, got) => NWB_SHAPE({ path: name, inside: at, expected, got }),
  });
  if (typeOf(tree, "/") !== "NWBFile") {
    const got = String(typeOf(tree, "/") ?? "none");
    throw NWB_SHAPE({ path: name, inside: "/@neurodata_type", expected: "NWBFile", got });
  }
  return tree;
}

/** Read a complete NWB file. */
export function readTree(tree: OpenTree, name: string): ReadNwbFile {
  const found: Found = {
    tree,
    name,
    metadata: new Map(),
    series: [],
    tables: [],
    images: [],
    objects: [],
    losses: [],
  };
  walk(found);
  const { losses, metadata, series, tables, images, objects } = found;
  const text = (value: Hdf5Value): string => (typeof value === "string" ? value : "");
  const file = {
    version: text(tree.attribute("/", "nwb_version")),
    identifier: text(metadata.get("/identifier")),
    description: text(metadata.get("/session_description")),
    start: text(metadata.get("/timestamps_reference_time")),
    metadata,
    series,
    tables,
    images,
    objects,
  };
  return { file, losses };
}

interface Found {
  readonly tree: OpenTree;
  readonly name: string;
  readonly metadata: Map<string, Hdf5Value>;
  readonly series: NwbSeries[];
  readonly tables: NwbTable[];
  readonly images: NwbImage[];
  readonly objects: NwbObject[];
  readonly losses: Loss[];
}

/** Maximum number of objects of a file. */
const mostObjects = 2 ** 15;

/** The schema itself, and content outside NWB. */
const skipped: ReadonlySet<string> = new Set(["/specifications", `/${ownGroup}`]);

/** Visit each object once, by its first path. */
function walk(found: Found): void {
  const { tree, name } = found;
  const waiting = ["/"];
  // Iteration includes entries added meanwhile.
  for (const path of waiting) {
    if (!isHere(found, path)) continue;
    if (tree.kind(path) === "dataset") takeDataset(found, path);
    if (tree.kind(path) !== "group" || !takesGroup(found, path)) continue;
    const children = tree.names(path).map((child) => inside(path, child));
    for (const child of children) if (!skipped.has(child)) waiting.push(child);
    if (waiting.length > mostObjects) {
      throw NWB_READ({ path: name, reason: `it has more than ${mostObjects} objects` });
    }
  }
}

/** Whether a path is the first of its object; link targets are visited separately. */
function isHere({ tree, losses }: Found, path: string): boolean {
  try {
    return tree.place(path) === path;
  } catch (fault) {
    if ((fault as { readonly code?: unknown }).code !== "SL_HDF5_OUTSIDE") throw fault;
    losses.push({ code: "outside", place: path, message: "It is in another file." });
    return false;
  }
}

/** Collect a group; returns whether to visit its members too. */
function takesGroup({ tree, name, series, tables, objects }: Found, path: string): boolean {
  const type = typeOf(tree, path);
  if (isTable(tree, path)) {
    tables.push(readTable(tree, path, name));
    // Tables of several categories contain tables.
    return tree.attribute(path, "categories") !== undefined;
  }
  if (type === undefined || path === "/") return true;
  if (isSeries(tree, path, type)) {
    series.push(readSeries(tree, { path, type }));
    return false;
  }
  objects.push({ path, type, fields: fieldsOf(tree, path) });
  return true;
}

const imageType = /Image$/;

function takeDataset(found: Found, path: string): void {
  const { tree, metadata, images, objects, losses } = found;
  const type = typeOf(tree, path);
  const owner = path.slice(0, path.lastIndexOf("/")) || "/";
  if (type !== undefined && imageType.test(type)) {
    const fields = new Map(attributesOf(tree, path));
    const data = type === "ExternalImage" ? undefined : readData(tree, path);
    images.push({ path, type, fields, data });
    return;
  }
  const value = smallValue(tree, path);
  if (type !== undefined) {
    const fields = new Map([...attributesOf(tree, path), ["value", value] as const]);
    objects.push({ path, type, fields });
  } else if (value !== undefined && (typeOf(tree, owner) ?? "NWBFile") === "NWBFile") {
    metadata.set(path, value);
  }
  if (value !== undefined) return;
  const message = "It is a list in an object of an unsupported type.";
  losses.push({ code: "unread", place: path, message });
}
