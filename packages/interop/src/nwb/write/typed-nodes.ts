import { group } from "../../hdf5/result-tree.ts";
import type { PlannedFile } from "../../hdf5/write/planned-file.ts";
import type { AttributeValue, DatasetNode, GroupNode, TreeNode } from "../../hdf5/write/tree.ts";

type Attributes = Readonly<Record<string, AttributeValue>>;

/** Set the NWB schema type of an object. */
export function typed(type: string, more: Attributes = {}): Attributes {
  const namespace = tableTypes.has(type) ? "hdmf-common" : "core";
  return { namespace, neurodata_type: type, object_id: globalThis.crypto.randomUUID(), ...more };
}

const tableTypes: ReadonlySet<string> = new Set([
  ...["DynamicTable", "ElementIdentifiers", "VectorData", "VectorIndex"],
]);

/** Create a group of a type. */
export function typedGroup(
  type: string,
  more: Attributes,
  links: Readonly<Record<string, TreeNode>> = {},
): GroupNode {
  return group(typed(type, more), links);
}

/** The same attributes as a map. */
export function mapOf(attributes: Attributes): ReadonlyMap<string, AttributeValue> {
  return new Map(Object.entries(attributes));
}

/** View numbers as the bytes stored in a file. */
export function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** A table column: one element, string or row of numbers per row. */
export interface TableColumn {
  readonly description: string;
  /** End index of each row of a ragged column. */
  readonly index?: { readonly name: string; readonly ends: BigUint64Array };
  readonly type?: string;
  make(attributes: ReadonlyMap<string, AttributeValue>): DatasetNode;
  readonly attributes?: Attributes;
}

/** Return the attributes and datasets of a table. */
export function tableParts(
  file: PlannedFile,
  { description, rows }: { readonly description: string; readonly rows: number },
  columns: Readonly<Record<string, TableColumn>>,
): { readonly attributes: Attributes; readonly links: Readonly<Record<string, TreeNode>> } {
  const links: [string, TreeNode][] = [["id", identifiers(file, rows)]];
  for (const [name, { index, make, type = "VectorData", ...about }] of Object.entries(columns)) {
    const { description, attributes = {} } = about;
    const column = make(mapOf(typed(type, { description, ...attributes })));
    links.push([name, column]);
    if (index !== undefined) links.push([index.name, indexOf(file, index.ends, name, column)]);
  }
  const attributes = { description, colnames: Object.keys(columns) };
  return { attributes, links: Object.fromEntries(links) };
}

/** Create a table. */
export function dynamicTable(
  file: PlannedFile,
  about: { readonly description: string; readonly rows: number },
  columns: Readonly<Record<string, TableColumn>>,
): GroupNode {
  const { attributes, links } = tableParts(file, about, columns);
  return typedGroup("DynamicTable", attributes, links);
}

function identifiers(file: PlannedFile, rows: number): DatasetNode {
  return file.dataset({
    type: "int64",
    shape: [rows],
    attributes: mapOf(typed("ElementIdentifiers")),
    pieces: () => [bytesOf(BigInt64Array.from({ length: rows }, (_, k) => BigInt(k)))],
  });
}

function indexOf(
  file: PlannedFile,
  ends: BigUint64Array,
  name: string,
  column: DatasetNode,
): DatasetNode {
  const description = `end indices of the rows of ${name}`;
  return file.dataset({
    type: "uint64",
    shape: [ends.length],
    attributes: mapOf(typed("VectorIndex", { description, target: { to: column } })),
    pieces: () => [bytesOf(ends)],
  });
}

/** A column of numbers in memory. */
export function numbersColumn(
  file: PlannedFile,
  description: string,
  values: Float64Array | Uint32Array,
): TableColumn {
  const type = values instanceof Uint32Array ? "uint32" : "float64";
  const shape = [values.length];
  return {
    description,
    make: (attributes) =>
      file.dataset({ type, shape, attributes, pieces: () => [bytesOf(values)] }),
  };
}

/** A column of strings. */
export function textsColumn(
  file: PlannedFile,
  description: string,
  values: readonly string[],
): TableColumn {
  return { description, make: (attributes) => ({ ...file.texts(values), attributes }) };
}
