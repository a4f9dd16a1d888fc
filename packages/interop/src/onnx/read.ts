import type { LayerRecord, Loss, Tensor } from "@spikeloom/kernel";
import { damaged, tellingLosses } from "../layers/damage.ts";
import { layerList } from "../layers/layer-list.ts";
import type { Shape } from "../layers/shapes.ts";
import { foldedBiases } from "./fold-biases.ts";
import { type GraphNode, isStandard, type Model, readModel } from "./model.ts";
import { nodeView, type Outcome, type Value } from "./node-view.ts";
import { operators } from "./operators.ts";
import { type Beside, tensorOf } from "./tensors.ts";

/** Read the layers of an ONNX model. */
export async function readOnnx(
  file: Uint8Array,
  beside: Beside,
): Promise<{ readonly layers: readonly LayerRecord[]; readonly losses: readonly Loss[] }> {
  const model = readModel(file);
  if (model.nodes.length === 0) damaged("", "it is not an ONNX model, or has no operators");
  refuseSharedNames(model);
  const graph = await graphOf(model, beside);
  await tellingLosses(graph.losses, async () => {
    for (const node of model.nodes) await graph.read(node);
    for (const { name } of model.outputs) graph.give(name);
  });
  return { layers: foldedBiases(graph.layers), losses: graph.losses };
}

/** Refuse duplicate names: each value of a graph is assigned once (ONNX IR, "Names Within a Graph"). */
function refuseSharedNames({ nodes, tensors, inputs }: Model): void {
  // An input may share the name of a tensor, which is then its default.
  refuseTwice(
    tensors.map(({ name }) => name),
    "two tensors of the graph have this name",
  );
  refuseTwice(
    inputs.map(({ name }) => name),
    "two inputs of the graph have this name",
  );
  const given = new Set([...tensors, ...inputs].map(({ name }) => name));
  const made = nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== "");
  const taken = made.find((name) => given.has(name));
  if (taken !== undefined)
    damaged(taken, "a node outputs a value with the name of an input or tensor");
  refuseTwice(made, "two nodes output a value with this name");
}

function refuseTwice(names: readonly string[], reason: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) damaged(name, reason);
    seen.add(name);
  }
}

interface Graph {
  readonly layers: readonly LayerRecord[];
  readonly losses: readonly Loss[];
  read(node: GraphNode): Promise<void>;
  /** Mark a value as an output of the graph. */
  give(name: string): void;
}

async function graphOf(model: Model, beside: Beside): Promise<Graph> {
  const constants = new Map<string, Tensor>();
  for (const tensor of model.tensors) constants.set(tensor.name, await tensorOf(tensor, beside));
  const values = new Map<string, Value>();
  /** Unsupported operators, by the names of their outputs. */
  const unread = new Map<string, string>();
  const list = layerList();
  const losses: Loss[] = [];
  const fresh = freshNames();
  const add = (layer: LayerRecord): Value => ({ layer: layer.name, shape: list.add(layer) });
  for (const { name, shape } of model.inputs) {
    if (constants.has(name)) continue;
    if (shape === undefined) damaged(name, "the shape of this input is not stated");
    const own = (shape as Shape).slice(1);
    values.set(name, add({ kind: "input", name: fresh(name), from: [], shape: own }));
  }
  return {
    layers: list.layers,
    losses,
    async read(node) {
      const name = fresh(node.name || node.operator);
      const view = nodeView(node, name, {
        constants,
        values,
        version: model.sets.find(({ domain }) => isStandard(domain))?.version ?? 1,
      });
      const outcome = await outcomeOf(node, view, beside);
      const [output = ""] = node.outputs;
      if (outcome !== undefined && "constant" in outcome) constants.set(output, outcome.constant);
      else if (outcome !== undefined && "layer" in outcome) values.set(output, add(outcome.layer));
      else {
        const passes =
          outcome?.passes ?? node.inputs.map((input) => values.get(input)).find(Boolean);
        if (passes !== undefined) values.set(output, passes);
        if (outcome === undefined) losses.push(lostOperator(node, name));
        else if (outcome.lost !== undefined) losses.push(lostRounding(outcome.lost, name));
        if (passes === undefined) {
          const cause = node.inputs.map((input) => unread.get(input)).find(Boolean);
          for (const one of node.outputs) unread.set(one, cause ?? operatorAt(node, name));
        }
      }
    },
    give(name) {
      const value = values.get(name) ?? damaged(name, nothingGiven(unread.get(name)));
      add({ kind: "output", name: fresh(name), from: [value.layer] });
    },
  };
}

function lostOperator(node: GraphNode, place: string): Loss {
  const message = `The operator ${nameOf(node)} with these inputs is not supported.`;
  return { code: "operator", place, message };
}

function nameOf({ operator, domain }: GraphNode): string {
  return isStandard(domain) ? operator : `${domain}.${operator}`;
}

function operatorAt(node: GraphNode, place: string): string {
  return `the operator ${nameOf(node)} of node "${place}"`;
}

/** Explain why an output is missing, usually because of an unsupported operator. */
function nothingGiven(cause: string | undefined): string {
  const common = "an output of the graph is not the output of a layer";
  if (cause === undefined) return `${common}: nothing in the graph computes it from the inputs`;
  return `${common}, but of ${cause}, which is not supported: export the model in evaluation mode with constants folded, or only up to that node`;
}

function lostRounding(code: string, place: string): Loss {
  return { code, place, message: "Values are no longer quantised here." };
}

async function outcomeOf(
  node: GraphNode,
  view: ReturnType<typeof nodeView>,
  beside: Beside,
): Promise<Outcome> {
  if (!isStandard(node.domain)) return undefined;
  if (node.operator === "Constant") {
    const { tensor, numbers, wholes } = node.attributes[0] ?? {};
    if (tensor !== undefined) return { constant: await tensorOf(tensor, beside) };
    const list = numbers?.length ? numbers : (wholes ?? []);
    return { constant: { shape: [list.length], values: Float64Array.from(list) } };
  }
  const read = Object.hasOwn(operators, node.operator) ? operators[node.operator] : undefined;
  return read?.(view);
}

/** Make each name unique. */
function freshNames(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let k = 2; taken.has(name); k++) name = `${wanted}_${k}`;
    taken.add(name);
    return name;
  };
}
