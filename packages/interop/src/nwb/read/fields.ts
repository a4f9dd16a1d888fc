import type { OpenTree } from "../../hdf5/open-tree.ts";
import type { Hdf5Value } from "../../hdf5/read/values.ts";
import type { NwbFields } from "../nwb-file.ts";

/** Attributes that state an object's type. */
const ofType: ReadonlySet<string> = new Set(["namespace", "neurodata_type", "object_id"]);

/** Schema type of an object; undefined if it has none. */
export function typeOf(tree: OpenTree, path: string): string | undefined {
  const type = tree.attribute(path, "neurodata_type");
  return typeof type === "string" ? type : undefined;
}

/** A string attribute of an object; empty if missing. */
export function textOf(tree: OpenTree, path: string, name: string): string {
  const value = tree.attribute(path, name);
  return typeof value === "string" ? value : "";
}

/** Read the attributes of an object, with references as paths. */
export function attributesOf(tree: OpenTree, path: string): [string, Hdf5Value][] {
  return tree
    .attributeNames(path)
    .filter((name) => !ofType.has(name) && !name.startsWith("."))
    .map((name) => [name, placed(tree, tree.attribute(path, name))]);
}

/** Read attributes, strings and scalars of a group, and the paths of its links. */
export function fieldsOf(tree: OpenTree, path: string): NwbFields {
  const fields = new Map(attributesOf(tree, path));
  for (const name of tree.names(path)) {
    const at = inside(path, name);
    const place = tree.place(at);
    if (place === undefined) continue;
    if (place !== at) fields.set(name, place);
    else if (tree.kind(at) === "dataset" && typeOf(tree, at) === undefined) {
      const value = smallValue(tree, at);
      if (value !== undefined) fields.set(name, value);
    }
  }
  return fields;
}

/** Maximum length of a list that counts as a field. */
const mostValues = 1000;

/** Read a scalar or a short list. */
export function smallValue(tree: OpenTree, path: string): Hdf5Value {
  const shape = tree.shape(path);
  const count = shape.reduce((product, length) => product * length, 1);
  if (shape.length > 1 || count > mostValues) return undefined;
  const values = tree.values(path).map((value) => placed(tree, value));
  return shape.length === 0 ? values[0] : values;
}

/** Replace a reference by the path of its object. */
export function placed(tree: OpenTree, value: Hdf5Value): Hdf5Value {
  if (typeof value !== "object" || value === null) return value;
  if ("address" in value) return tree.pathOf(value);
  return Array.isArray(value) ? value.map((one) => placed(tree, one)) : value;
}

/** Path of a name in a group. */
export function inside(path: string, name: string): string {
  return path === "/" ? `/${name}` : `${path}/${name}`;
}
