import { numberTypeOf } from "./datatypes.ts";
import { type LittleEndian, littleEndian, roundUp } from "./little-endian.ts";
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
import { writeObjectHeader } from "./object-header.ts";
import { type EncodedTexts, encodeTexts } from "./text-heap.ts";
import type { AttributeNumbers, AttributeValue, DatasetNode, GroupNode, TreeNode } from "./tree.ts";

/** A tree of groups encoded for one address. */
export interface EncodedTree {
  readonly bytes: Uint8Array;
  /** Address that it is encoded for. */
  readonly base: number;
  /** Address of the root group's header. */
  readonly root: number;
}

/** Encode groups, attributes and dataset headers; the length does not depend on `base`. */
export function encodeTree(root: GroupNode, base: number): EncodedTree {
  const names = countNames(root);
  const texts = encodeTexts(textsOf(names.keys()), base);
  const out = littleEndian();
  out.bytes(texts.bytes);
  const addresses = new Map<TreeNode, number>();
  // All recorders have the same few attribute names.
  const encodedNames = new Map<string, Uint8Array>();
  const nameOf = (text: string): Uint8Array => {
    const encoded = encodedNames.get(text) ?? utf8.encode(text);
    encodedNames.set(text, encoded);
    return encoded;
  };
  const place = (node: TreeNode): number => {
    const known = addresses.get(node);
    if (known !== undefined) return known;
    // Its target is encoded before it.
    const messages: Message[] = node.kind === "group" ? [...groupMessages] : datasetMessages(node);
    const count = names.get(node) ?? 1;
    if (count !== 1) messages.push(referenceCount(count));
    for (const [name, value] of node.attributes) {
      messages.push(attribute(nameOf(name), encodeValue(value, texts, place)));
    }
    if (node.kind === "group") {
      for (const [name, child] of node.links) messages.push(link(nameOf(name), place(child)));
      for (const [name, to] of node.paths ?? []) messages.push(softLink(nameOf(name), nameOf(to)));
    }
    out.padTo(roundUp(out.length, 8));
    const address = base + out.length;
    addresses.set(node, address);
    writeObjectHeader(out, messages);
    return address;
  };
  const address = place(root);
  return { bytes: out.view(), base, root: address };
}

const utf8 = new TextEncoder();

/** Find every node once, with the number of links to it. */
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

function datasetMessages({ type, shape, storage }: DatasetNode): Message[] {
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
    const shape = isOne ? [] : [values.length];
    return { type: numberTypeOf(values), write: (out) => out.bytes(data), shape };
  }
  if (isList(value)) {
    const references = value.map((text) => texts.reference(text));
    const write = (out: LittleEndian): void => {
      for (const reference of references) out.bytes(reference);
    };
    return { type: "text", write, shape: [value.length] };
  }
  return encodeSingle(value, texts, place);
}

function encodeSingle(
  value: string | number | bigint | { readonly to: DatasetNode },
  texts: EncodedTexts,
  place: (node: TreeNode) => number,
): EncodedValue {
  if (typeof value === "string") {
    const reference = texts.reference(value);
    return { type: "text", write: (out) => out.bytes(reference) };
  }
  if (typeof value === "number") return { type: "float64", write: (out) => out.f64(value) };
  if (typeof value === "bigint") return { type: "int64", write: (out) => out.u64(value) };
  const address = place(value.to);
  return { type: "reference", write: (out) => out.u64(address) };
}
