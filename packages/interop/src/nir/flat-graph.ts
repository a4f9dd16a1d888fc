import { NIR_GRAPH } from "./errors.ts";
import type { NirGraph, NirNode, NirPrimitive } from "./graph.ts";

/** A node of a graph without nested graphs. */
export interface FlatNode {
  readonly node: NirPrimitive;
  /** Inputs and outputs of nested graphs pass signals through unchanged. */
  readonly isInner: boolean;
  /** Nodes whose signals are added, in the order of their edges. */
  readonly from: string[];
}

/** Nodes by name; nodes of nested graphs are prefixed with the graph's name and a dot. */
export type FlatGraph = ReadonlyMap<string, FlatNode>;

/** Flatten all nested graphs. */
export function flatGraph(node: NirNode, place: string): FlatGraph {
  const nodes = new Map<string, FlatNode>();
  const graph: NirGraph =
    node.type === "NIRGraph"
      ? node
      : { type: "NIRGraph", nodes: new Map([["node", node]]), edges: [] };
  add(graph, "", { nodes, place });
  return nodes;
}

interface Flat {
  readonly nodes: Map<string, FlatNode>;
  readonly place: string;
}

function add({ nodes, edges }: NirGraph, prefix: string, flat: Flat): void {
  for (const [name, node] of nodes) {
    const full = `${prefix}${name}`;
    if (node.type === "NIRGraph") add(node, `${full}.`, flat);
    else if (flat.nodes.has(full)) throw twice(full, flat.place);
    else flat.nodes.set(full, { node, isInner: prefix !== "", from: [] });
  }
  for (const [from, to] of edges) {
    const source = portOf(nodes, from, { port: "Output", prefix, place: flat.place });
    const target = portOf(nodes, to, { port: "Input", prefix, place: flat.place });
    flat.nodes.get(target)?.from.push(source);
  }
}

interface Port {
  readonly port: "Input" | "Output";
  readonly prefix: string;
  readonly place: string;
}

/** Name the node itself, or the only input or output of a nested graph. */
function portOf(nodes: NirGraph["nodes"], name: string, { port, prefix, place }: Port): string {
  const node = nodes.get(name);
  const full = `${prefix}${name}`;
  if (node?.type !== "NIRGraph") return full;
  const ports = [...node.nodes].filter(([, inner]) => inner.type === port);
  const [only] = ports;
  if (only !== undefined && ports.length === 1) return `${full}.${only[0]}`;
  const word = port.toLowerCase();
  const message = `Edges connect "${full}", a graph, which therefore needs exactly one ${word}.`;
  throw NIR_GRAPH({ place, message, expected: `one ${word}`, got: String(ports.length) });
}

function twice(name: string, place: string): Error {
  const message = `Two nodes are named "${name}", one of them in a nested graph.`;
  return NIR_GRAPH({ place, message, expected: "a different name for one of them", got: name });
}
