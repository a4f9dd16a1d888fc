import { type HeldFile, heldFile } from "@spikeloom/files";
import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import type { NumberArray } from "../hdf5/write/datatypes.ts";
import { type Hdf5File, hdf5File } from "../hdf5/write/hdf5-file.ts";
import type { GroupNode, TreeNode } from "../hdf5/write/tree.ts";
import { checkEdges } from "./check-edges.ts";
import { checkNodeName } from "./check-names.ts";
import type { NirArray, NirFile, NirGraph, NirMetadata, NirNode, NirPrimitive } from "./graph.ts";
import { type FieldKind, fieldsOf } from "./node-types.ts";

/** Options for writing a graph. */
export interface WriteNirOptions {
  /** gzip level of arrays, from 0 to 9; by default uncompressed. */
  readonly gzip?: number | undefined;
}

const names: OptionNames<WriteNirOptions> = { gzip: true };

/** NIR version of the written file, as named by its Python library. */
export const nirVersion = "1.0.8";

/**
 * Write a graph or a single node as Python's `nir` does.
 *
 * Nodes are stored by name, so their order is lost; that of edges is kept.
 */
export function writeNir({ node, version }: NirFile, options: WriteNirOptions = {}): Uint8Array {
  checkOptionNames(options, names, "writeNir");
  const disk: HeldFile = heldFile();
  const file = hdf5File(disk);
  const write = { file, gzip: options.gzip };
  const links = { version: file.texts(version), node: nodeGroup(write, node, "node") };
  file.commit(group(Object.entries(links)));
  return disk.bytes();
}

interface Write {
  readonly file: Hdf5File;
  readonly gzip: number | undefined;
}

type Links = readonly (readonly [string, TreeNode])[];

function group(links: Links): GroupNode {
  return { kind: "group", attributes: new Map(), links: new Map(links) };
}

function nodeGroup(write: Write, node: NirNode, place: string): GroupNode {
  const { file } = write;
  const parts = node.type === "NIRGraph" ? graphParts(write, node, place) : fieldParts(write, node);
  const type: Links = [["type", file.texts(node.type)]];
  const metadata = node.metadata?.size ? metadataGroup(write, node.metadata) : undefined;
  return group([...type, ...parts, ...(metadata ? ([["metadata", metadata]] as Links) : [])]);
}

function graphParts(write: Write, graph: NirGraph, place: string): Links {
  checkEdges(graph, place);
  const nodes = [...graph.nodes].map(([name, node]) => {
    checkNodeName(name, place);
    return [name, nodeGroup(write, node, `${place}/nodes/${name}`)] as const;
  });
  const { edges } = graph;
  return [
    ["nodes", group(nodes)],
    ["edges", write.file.texts(edges.flat(), [edges.length, 2])],
  ];
}

function fieldParts(write: Write, node: NirPrimitive): Links {
  const values = node as unknown as Readonly<Record<string, unknown>>;
  return fieldsOf(node.type).flatMap(([name, { kind }]) => {
    const value = values[name];
    return value === undefined ? [] : [[name, fieldDataset(write, kind, value)] as const];
  });
}

function fieldDataset({ file, gzip }: Write, kind: FieldKind, value: unknown): TreeNode {
  if (typeof value === "string") return file.texts(value);
  if (kind === "numbers") {
    const { shape, values } = value as NirArray;
    return file.array(values as NumberArray, { shape, gzip });
  }
  const list = typeof value === "number" ? [value] : (value as readonly number[]);
  const shape = typeof value === "number" ? [] : [list.length];
  return file.array(BigInt64Array.from(list, BigInt), { shape });
}

function metadataGroup(write: Write, metadata: NirMetadata): GroupNode {
  const { file, gzip } = write;
  return group(
    [...metadata].map(([name, value]) => {
      if (typeof value === "string") return [name, file.texts(value)];
      if (value instanceof Map) return [name, metadataGroup(write, value)];
      const one = value as Exclude<typeof value, NirMetadata>;
      if ("texts" in one) return [name, file.texts(one.texts, one.shape)];
      return [name, file.array(one.values as NumberArray, { shape: one.shape, gzip })];
    }),
  );
}
