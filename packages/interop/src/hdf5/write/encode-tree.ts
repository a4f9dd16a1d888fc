import { numberTypeOf } from "./datatypes.ts";
import { littleEndian, roundUp } from "./little-endian.ts";
import {
  attribute,
  chunkedLayout,
  contiguousLayout,
  dataspace,
  datatype,
  type EncodedValue,
  fillValue,
  groupMessages,
  gzipFilter,
  link,
  type Message,
  referenceCount,
  softLink,
} from "./messages.ts";
import { encodeObjectHeader } from "./object-header.ts";
import { type EncodedTexts, encodeTexts } from "./text-heap.ts";
import type { AttributeNumbers, AttributeValue, DatasetNode, GroupNode, TreeNode } from "./tree.ts";

/** A tree of groups as bytes for one address. */
export interface EncodedTree {
  readonly bytes: Uint8Array;
  /** Address of the header of the topmost group. */
  readonly root: number;
}

/** Encode groups, attributes and the headers of datasets; how long it gets does not depend on `base`. */
export function encodeTree(root: GroupNode, base: number): EncodedTree {
  const names = countNames(root);
  const texts = encodeTexts(textsOf(names.keys()), base);
  const out = littleEndian();
  out.bytes(texts.bytes);
  const addresses = new Map<TreeNode, number>();
  const place = (node: TreeNode): number => {
    const known = addresses.get(node);
    if (known !== undefined) return known;
    // What it leads to lies before it.
    const links =
      node.kind === "group" ? [...node.links].map(([name, child]) => link(name, place(child))) : [];
    const attributes = [...node.attributes].map(([name, value]) =>
      attribute(name, encodeValue(value, texts, place)),
    );
    out.padTo(roundUp(out.length, 8));
    const address = base + out.length;
    addresses.set(node, address);
    const count = names.get(node) ?? 1;
    out.bytes(
      encodeObjectHeader([
        ...(node.kind === "group" ? groupMessages() : datasetMessages(node)),
        ...(count === 1 ? [] : [referenceCount(count)]),
        ...attributes,
        ...links,
        ...(node.kind === "group"
          ? [...(node.paths ?? [])].map(([name, to]) => softLink(name, to))
          : []),
      ]),
    );
    return address;
  };
  const address = place(root);
  return { bytes: out.view(), root: address };
}

/** Find every node once, with the number of names that lead to it. */
function countNames(root: GroupNode): ReadonlyMap<TreeNode, number> {
  const counts = new Map<TreeNode, number>();
  const visit = (node: TreeNode): void => {
    const count = counts.get(node) ?? 0;
    counts.set(node, count + 1);
    if (count === 0 && node.kind === "group") for (const child of node.links.values()) visit(child);
  };
  visit(root);
  return counts;
}

function* textsOf(nodes: Iterable<TreeNode>): Iterable<string> {
  for (const { attributes } of nodes) {
    for (const value of attributes.values()) {
      if (typeof value === "string") yield value;
      else if (isList(value)) yield* value;
    }
  }
}

function isList(value: AttributeValue): value is readonly string[] {
  return Array.isArray(value);
}

function isNumbers(value: AttributeValue): value is AttributeNumbers {
  return typeof value === "object" && "values" in value && !isList(value);
}

function datasetMessages({ type, shape, storage }: DatasetNode): readonly Message[] {
  const isChunked = storage.kind === "chunked";
  const gzip = isChunked ? storage.gzip : undefined;
  return [
    dataspace(shape, isChunked && gzip === undefined),
    datatype(type),
    fillValue(isChunked),
    ...(gzip === undefined ? [] : [gzipFilter(gzip)]),
    isChunked ? chunkedLayout({ ...storage, type }) : contiguousLayout(storage),
  ];
}

function encodeValue(
  value: AttributeValue,
  texts: EncodedTexts,
  place: (node: TreeNode) => number,
): EncodedValue {
  if (isNumbers(value)) {
    const { values, isOne = false } = value;
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return { type: numberTypeOf(values), data, shape: isOne ? [] : [values.length] };
  }
  if (isList(value)) {
    const out = littleEndian();
    for (const text of value) out.bytes(texts.reference(text));
    return { type: "text", data: out.view(), shape: [value.length] };
  }
  return encodeSingle(value, texts, place);
}

function encodeSingle(
  value: string | number | bigint | { readonly to: DatasetNode },
  texts: EncodedTexts,
  place: (node: TreeNode) => number,
): EncodedValue {
  if (typeof value === "string") return { type: "text", data: texts.reference(value) };
  const out = littleEndian();
  if (typeof value === "number") out.f64(value);
  else out.u64(typeof value === "bigint" ? value : place(value.to));
  const isPlace = typeof value === "object";
  return {
    type: isPlace ? "reference" : typeof value === "number" ? "float64" : "int64",
    data: out.view(),
  };
}
