import { numberTypeOf } from "./datatypes.ts";
import { type LittleEndian, littleEndian, roundUp } from "./little-endian.ts";
import {
  beginAttribute,
  endMessage,
  writeChunkedLayout,
  writeContiguousLayout,
  writeDataspace,
  writeDatatype,
  writeFillValue,
  writeGroupMessages,
  writeGzipFilter,
  writeLink,
  writeReferenceCount,
  writeSoftLink,
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
  const nodes = findNodes(root);
  const texts = encodeTexts(textsOf(nodes.keys()), base);
  const out = littleEndian();
  out.bytes(texts.bytes);
  // All recorders have the same few attribute names.
  const encodedNames = new Map<string, Uint8Array>();
  const nameOf = (text: string): Uint8Array => {
    const encoded = encodedNames.get(text) ?? utf8.encode(text);
    encodedNames.set(text, encoded);
    return encoded;
  };
  const addressOf = (node: TreeNode): number => nodes.get(node)?.address ?? 0;
  const writeMessages = (node: TreeNode, names: number): void => {
    if (node.kind === "group") writeGroupMessages(out);
    else writeDatasetMessages(out, node);
    if (names !== 1) writeReferenceCount(out, names);
    for (const [name, value] of node.attributes) {
      writeAttribute(out, nameOf(name), value, { texts, addressOf });
    }
    if (node.kind !== "group") return;
    for (const [name, child] of node.links) writeLink(out, nameOf(name), addressOf(child));
    for (const [name, to] of node.paths ?? []) writeSoftLink(out, nameOf(name), nameOf(to));
  };
  const place = (node: TreeNode): void => {
    // An attribute may refer to a dataset without a name.
    const found = nodes.get(node) ?? { names: 1, address: undefined };
    if (found.address !== undefined) return;
    nodes.set(node, found);
    // What it refers to is encoded before it.
    for (const value of node.attributes.values()) if (isReference(value)) place(value.to);
    if (node.kind === "group") for (const child of node.links.values()) place(child);
    out.padTo(roundUp(out.length, 8));
    found.address = base + out.length;
    writeObjectHeader(out, () => writeMessages(node, found.names));
  };
  place(root);
  return { bytes: out.view(), base, root: addressOf(root) };
}

const utf8 = new TextEncoder();

/** A node of a tree, with the number of links to it, and its address once it is encoded. */
interface FoundNode {
  names: number;
  address: number | undefined;
}

/** Find every node once. */
function findNodes(root: GroupNode): Map<TreeNode, FoundNode> {
  const nodes = new Map<TreeNode, FoundNode>();
  const visit = (node: TreeNode): void => {
    const known = nodes.get(node);
    if (known !== undefined) {
      known.names += 1;
      return;
    }
    nodes.set(node, { names: 1, address: undefined });
    if (node.kind === "group") for (const child of node.links.values()) visit(child);
  };
  visit(root);
  return nodes;
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

function isReference(value: AttributeValue): value is { readonly to: DatasetNode } {
  return typeof value === "object" && "to" in value;
}

function writeDatasetMessages(out: LittleEndian, { type, shape, storage }: DatasetNode): void {
  const isChunked = storage.kind === "chunked";
  const gzip = isChunked ? storage.gzip : undefined;
  writeDataspace(out, shape, isChunked && gzip === undefined);
  writeDatatype(out, type);
  writeFillValue(out, isChunked);
  if (gzip !== undefined) writeGzipFilter(out, gzip);
  if (isChunked) writeChunkedLayout(out, { tree: storage.tree, chunk: storage.chunk, type });
  else writeContiguousLayout(out, storage);
}

/** Positions of what attributes refer to. */
interface Targets {
  readonly texts: EncodedTexts;
  readonly addressOf: (node: TreeNode) => number;
}

function writeAttribute(
  out: LittleEndian,
  name: Uint8Array,
  value: AttributeValue,
  { texts, addressOf }: Targets,
): void {
  if (isNumbers(value)) {
    const { values, isOne = false } = value;
    const shape = isOne ? [] : [values.length];
    const begun = beginAttribute(out, { name, type: numberTypeOf(values), shape });
    out.bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    endMessage(out, begun);
  } else if (isList(value)) {
    const begun = beginAttribute(out, { name, type: "text", shape: [value.length] });
    for (const text of value) out.bytes(texts.reference(text));
    endMessage(out, begun);
  } else {
    const begun = beginAttribute(out, { name, type: singleType(value) });
    if (typeof value === "string") out.bytes(texts.reference(value));
    else if (typeof value === "number") out.f64(value);
    else if (typeof value === "bigint") out.u64(value);
    else out.u64(addressOf(value.to));
    endMessage(out, begun);
  }
}

function singleType(value: Exclude<AttributeValue, AttributeNumbers | readonly string[]>) {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "float64";
  return typeof value === "bigint" ? "int64" : "reference";
}
