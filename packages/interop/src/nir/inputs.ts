import type { FlatGraph, FlatNode } from "./flat-graph.ts";
import type { NirPrimitive } from "./graph.ts";
import { ownShape } from "./signals.ts";

/** Insert an input before each node without incoming edges, as other readers do, if its shape is known. */
export function withInputs(graph: FlatGraph): FlatGraph {
  const all = new Map<string, FlatNode>();
  for (const [name, flat] of graph) {
    const shape = flat.from.length === 0 ? inputShape(flat.node) : undefined;
    if (shape === undefined || flat.isInner) all.set(name, flat);
    else {
      let input = `input_${name}`;
      while (graph.has(input)) input += "_";
      all.set(input, { node: { type: "Input", shape }, isInner: false, from: [] });
      all.set(name, { ...flat, from: [input] });
    }
  }
  return all;
}

function inputShape(node: NirPrimitive): readonly number[] | undefined {
  if (node.type === "Input" || node.type === "Output") return undefined;
  if (node.type === "Affine" || node.type === "Linear") {
    const { shape } = node.weight;
    return [...shape.slice(0, -2), shape.at(-1) ?? 0];
  }
  if (node.type === "Scale") return node.scale.shape;
  if (node.type === "Delay") return node.delay.shape;
  if (node.type === "Flatten") return node.input_type;
  if (node.type === "Conv1d" || node.type === "Conv2d") {
    const { input_shape, weight, groups } = node;
    const channels = (weight.shape[1] ?? 0) * groups;
    return input_shape === undefined ? undefined : [channels, ...[input_shape].flat()];
  }
  return ownShape(node);
}
