import type { NirNode } from "./graph.ts";

type Edge = readonly [from: string, to: string];

/** Nodes and edges of a graph. */
export interface Nodes {
  readonly nodes: ReadonlyMap<string, NirNode>;
  readonly edges: readonly Edge[];
}

/**
 * Move neurons and the weights of their cycle into a nested graph.
 *
 * snnTorch 1.0.0 detects cycles in a flat graph and then applies their weights to external input too; it reads nested
 * graphs as they are.
 */
export function recurrentLayers({ nodes, edges }: Nodes): Nodes {
  const circles = [...nodes.keys()].flatMap((name) => {
    const weights = edges.filter(([from]) => from === name).map(([, to]) => to);
    const around = weights.filter((one) => isOnlyBetween(edges, one, name));
    return around.length === 0 ? [] : [[name, around] as const];
  });
  const inner = new Set(circles.flatMap(([, around]) => around));
  const layers = new Map(circles.map(([name, around]) => [name, layerOf(nodes, name, around)]));
  return {
    nodes: new Map(
      [...nodes]
        .filter(([name]) => !inner.has(name))
        .map(([name, node]) => [name, layers.get(name) ?? node] as const),
    ),
    edges: edges.filter(([from, to]) => !inner.has(from) && !inner.has(to)),
  };
}

/** Whether a node receives input only from a neuron and sends its output only to it. */
function isOnlyBetween(edges: readonly Edge[], name: string, neuron: string): boolean {
  const own = edges.filter((edge) => edge.includes(name));
  return own.length === 2 && own.every((edge) => edge.includes(neuron)) && name !== neuron;
}

function layerOf(nodes: Nodes["nodes"], name: string, around: readonly string[]): NirNode {
  const neuron = nodes.get(name) as NirNode;
  const shape = shapeOf(neuron);
  const weights = around.map((one, k) => [k === 0 ? "w_rec" : `w_rec ${k + 1}`, one] as const);
  return {
    type: "NIRGraph",
    nodes: new Map<string, NirNode>([
      ["input", { type: "Input", shape }],
      ["lif", neuron],
      ...weights.map(([own, one]) => [own, nodes.get(one) as NirNode] as const),
      ["output", { type: "Output", shape }],
    ]),
    edges: [
      ["input", "lif"],
      ...weights.flatMap(([own]) => [["lif", own] as const, [own, "lif"] as const]),
      ["lif", "output"],
    ],
  };
}

/** Shape of a neuron's parameters. */
function shapeOf(neuron: NirNode): readonly number[] {
  const found = Object.values(neuron).find(
    (value: unknown) => typeof value === "object" && value !== null && "shape" in value,
  ) as { readonly shape: readonly number[] } | undefined;
  return found?.shape ?? [];
}
