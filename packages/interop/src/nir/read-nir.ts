import type { ByteSource } from "@spikeloom/kernel";
import { randomBytes } from "../formats/held-source.ts";
import { openHdf5 } from "../hdf5/read/open-file.ts";
import type { RandomBytes } from "../hdf5/read/random-bytes.ts";
import { checkEdges } from "./check-edges.ts";
import type {
  NirArray,
  NirFile,
  NirGraph,
  NirMetadata,
  NirNode,
  NirPrimitive,
  NirTexts,
} from "./graph.ts";
import { attempt, type NirGroup, nirGroup } from "./nir-group.ts";
import { fieldsOf, isNodeType } from "./node-types.ts";
import { readField } from "./read-field.ts";

/** Maximum nesting depth of groups. */
const mostDepth = 32;

/**
 * Read a graph or a single node of the Neural Intermediate Representation.
 *
 * All layouts since version 0.1 are supported: packed or not, with and without reset values. Content outside NIR is
 * refused, as by other readers.
 * @cite doi:10.1038/s41467-024-52259-9
 */
export async function readNir(source: ByteSource): Promise<NirFile> {
  return nirOf(await randomBytes(source), { path: source.name, isOpen: false });
}

/** Read a graph like `readNir`, but leave large arrays in the file until they are requested. */
export async function openNir(source: ByteSource): Promise<NirFile> {
  return nirOf(await randomBytes(source), { path: source.name, isOpen: true });
}

function nirOf(
  bytes: RandomBytes,
  { path, isOpen }: { readonly path: string; readonly isOpen: boolean },
): NirFile {
  const file = attempt(path, () => openHdf5(bytes));
  const root = nirGroup({ path, file, size: bytes.size, isOpen });
  const version = root.has("version") ? root.text("version") : "";
  return { version, node: readNode(root.within("node"), 0) };
}

function readNode(group: NirGroup, depth: number): NirNode {
  if (depth > mostDepth) group.refuse("", `graphs nested at most ${mostDepth} deep`, "more");
  const type = group.text("type");
  if (type === "NIRGraph") return readGraph(group, depth);
  if (!isNodeType(type)) return group.refuse("type", "a node type of NIR 1.0", `"${type}"`);
  const fields = fieldsOf(type);
  checkNames(group, new Set([...fields.map(([name]) => name), "type", "metadata"]), type);
  const found: Record<string, unknown> = {};
  for (const [name, field] of fields) {
    if (field.optional !== undefined && !group.has(name)) continue;
    found[name] = readField(group, name, field);
  }
  return { type, ...found, ...metadataOf(group) } as NirPrimitive;
}

function checkNames(group: NirGroup, known: ReadonlySet<string>, type: string): void {
  for (const name of group.names("")) {
    if (!known.has(name))
      group.refuse(name, `only parameters of ${type}: ${[...known].join(", ")}`, name);
  }
}

function readGraph(group: NirGroup, depth: number): NirGraph {
  checkNames(group, new Set(["type", "nodes", "edges", "metadata"]), "NIRGraph");
  const names = group.names("nodes");
  const nodes = new Map(
    names.map((name) => [name, readNode(group.within(`nodes/${name}`), depth + 1)]),
  );
  const graph: NirGraph = {
    type: "NIRGraph",
    nodes,
    edges: readEdges(group),
    ...metadataOf(group),
  };
  checkEdges(graph, group.place(""));
  return graph;
}

function readEdges(group: NirGroup): NirGraph["edges"] {
  const { shape } = group.outline("edges");
  // Libraries write an empty list of numbers if there are no edges.
  if (shape.includes(0)) return [];
  if (shape.length !== 2 || shape[1] !== 2) {
    group.refuse("edges", "rows of two names", `${shape.join(" × ")} texts`);
  }
  const { texts } = group.texts("edges");
  const count = texts.length / 2;
  return Array.from({ length: count }, (_, k) => [texts[2 * k] ?? "", texts[2 * k + 1] ?? ""]);
}

function metadataOf(group: NirGroup): { readonly metadata?: NirMetadata } {
  return group.has("metadata") ? { metadata: readMetadata(group.within("metadata"), 0) } : {};
}

function readMetadata(group: NirGroup, depth: number): NirMetadata {
  if (depth > mostDepth) group.refuse("", `groups nested at most ${mostDepth} deep`, "more");
  const value = (name: string): string | NirArray | NirTexts | NirMetadata => {
    if (group.isGroup(name)) return readMetadata(group.within(name), depth + 1);
    if (!group.isTexts(name)) return group.array(name);
    const texts = group.texts(name);
    return texts.shape.length === 0 ? (texts.texts[0] ?? "") : texts;
  };
  return new Map(group.names("").map((name) => [name, value(name)]));
}
