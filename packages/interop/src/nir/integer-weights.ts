import type { Loss } from "@spikeloom/kernel";
import { NIR_WRITE } from "./errors.ts";
import type { NirArray, NirFile, NirGraph, NirNode } from "./graph.ts";
import type { NirLossCode } from "./losses.ts";
import { floats } from "./numbers.ts";

/** A graph with integers as weights, and what rounding changed. */
export interface IntegerWeights {
  readonly file: NirFile;
  readonly losses: readonly (Loss & { readonly code: NirLossCode })[];
}

/** Parameters of neurons that have the unit of their input. */
const scaled = ["v_leak", "v_threshold", "v_reset"] as const;
/** Neurons whose dynamics do not change if input and potentials are scaled alike. */
const neurons: ReadonlySet<string> = new Set(["IF", "LIF", "CubaLIF"]);
/**
 * Round the weights of a graph to integers of a width, for hardware that stores them so.
 *
 * All weights that reach a neuron node get one scale, with which the largest is the largest integer; its potentials and biases are
 * scaled alike, which leaves its spikes unchanged. So only the rounding of weights changes results.
 */
export function integerWeights({ version, node }: NirFile, bits: number): IntegerWeights {
  if (node.type !== "NIRGraph") throw refuse("graph", "a graph of neurons and weights", node.type);
  const nodes = new Map(node.nodes);
  const edges: (readonly [string, string])[] = [];
  const losses: IntegerWeights["losses"][number][] = [];
  const most = 2 ** (bits - 1) - 1;
  const done = new Map<string, string>();
  for (const [from, to] of node.edges) {
    const [source, target] = [nodes.get(from), nodes.get(to)];
    // A neuron that receives spikes without weights receives them with a weight of 1.
    const isDirect = neurons.has(target?.type ?? "") && !isWeight(source);
    if (!isDirect) {
      edges.push([from, to]);
      continue;
    }
    const size = sizeOf(target as NirNode);
    let name = `${from}->${to}`;
    while (nodes.has(name)) name += "'";
    nodes.set(name, {
      type: "Scale",
      scale: { shape: [size], values: new Float64Array(size).fill(1) },
    });
    edges.push([from, name], [name, to]);
  }
  for (const [name, neuron] of node.nodes) {
    if (neuron.type === "Input" || neuron.type === "Output" || isWeight(neuron)) continue;
    if (neuron.type === "Delay") continue;
    if (!neurons.has(neuron.type)) throw refuse(name, "IF, LIF or CubaLIF", neuron.type);
    const own = edges.flatMap(([from, to]) => (to === name ? [from] : []));
    for (const one of own) {
      const other = done.get(one);
      if (other !== undefined) throw refuse(one, `weights of "${other}" alone`, `also "${name}"`);
      done.set(one, name);
      if (!edges.every(([from, to]) => from !== one || to === name)) {
        throw refuse(one, `weights that lead to "${name}"`, "weights that lead elsewhere too");
      }
    }
    let largest = 0;
    for (const one of own) {
      for (const value of weightsOf(nodes.get(one) as NirNode))
        largest = Math.max(largest, Math.abs(value));
    }
    if (largest === 0) continue;
    const unit = largest / most;
    let worst = 0;
    const integer = (value: number): number => {
      const whole = Math.round(value / unit);
      worst = Math.max(worst, Math.abs(whole - value / unit));
      return whole;
    };
    for (const one of own) nodes.set(one, rounded(nodes.get(one) as NirNode, integer, unit));
    const potentials = scaled.flatMap((field) => {
      const value = (neuron as unknown as Readonly<Record<string, NirArray | undefined>>)[field];
      return value === undefined ? [] : [[field, mapped(value, (v) => v / unit)] as const];
    });
    nodes.set(name, { ...neuron, ...Object.fromEntries(potentials) } as NirNode);
    if (worst > 1e-9) {
      const share = (100 * worst) / most;
      const message = `Weights are rounded to ${bits} bits, by up to ${share.toPrecision(2)} % of the largest.`;
      losses.push({ code: "weights", place: name, message });
    }
  }
  const graph: NirGraph = { ...node, nodes, edges };
  return { file: { version, node: graph }, losses };
}

function refuse(place: string, expected: string, got: string): Error {
  const message = "The weights of this graph cannot be rounded to integers.";
  return NIR_WRITE({ place, message, expected, got, next: "Write the graph without weightBits." });
}

function isWeight(node: NirNode | undefined): boolean {
  return node?.type === "Linear" || node?.type === "Affine" || node?.type === "Scale";
}

function sizeOf(node: NirNode): number {
  const { v_threshold } = node as unknown as { readonly v_threshold: NirArray };
  return v_threshold.values.length;
}

function weightsOf(node: NirNode): Iterable<number> {
  if (node.type === "Scale") return floats(node.scale);
  return node.type === "Linear" || node.type === "Affine" ? floats(node.weight) : [];
}

function mapped({ shape, values }: NirArray, change: (value: number) => number): NirArray {
  return { shape, values: Float64Array.from(floats({ shape, values }), change) };
}

/** Round the weights of a node; its biases keep their fractions. */
function rounded(node: NirNode, integer: (value: number) => number, unit: number): NirNode {
  if (node.type === "Scale") return { ...node, scale: mapped(node.scale, integer) };
  if (node.type === "Linear") return { ...node, weight: mapped(node.weight, integer) };
  if (node.type !== "Affine") return node;
  return {
    ...node,
    weight: mapped(node.weight, integer),
    bias: mapped(node.bias, (value) => value / unit),
  };
}
