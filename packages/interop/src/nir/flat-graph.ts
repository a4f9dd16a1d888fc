import { NIR_GRAPH } from "./errors.ts";
import type { NirGraph, NirNode, NirPrimitive } from "./graph.ts";

/** A node of a graph without graphs in it. */
export interface FlatNode {
  readonly node: NirPrimitive;
  /** Inputs and outputs of graphs in the graph let through what reaches them. */
  readonly isInner: boolean;
  /** Nodes whose signals are added, in the order of their edges. */
  readonly from: string[];
}

/** Nodes by name, those of inner graphs behind the name of the graph and a dot. */
export type FlatGraph = ReadonlyMap<string, FlatNode>;

/** Put the nodes of all inner graphs side by side. */
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

/** Name the node itself, or the only input or output of an inner graph. */
function portOf(nodes: NirGraph["nodes"], name: string, { port, prefix, place }: Port): string {
  const node = nodes.get(name);
  const full = `${prefix}${name}`;
  if (node?.type !== "NIRGraph") return full;
  const ports = [...node.nodes].filter(([, inner]) => inner.type === port);
  const [only] = ports;
  if (only !== undefined && ports.length === 1) return `${full}.${only[0]}`;
  const word = port.toLowerCase();
  const message = `Edges join "${full}", a graph, which needs one ${word} for that.`;
  throw NIR_GRAPH({ place, message, expected: `one ${word}`, got: String(ports.length) });
}

function twice(name: string, place: string): Error {
  const message = `Two nodes are called "${name}", one of them in an inner graph.`;
  return NIR_GRAPH({ place, message, expected: "another name for one of them", got: name });
}
