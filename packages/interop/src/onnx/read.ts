import type { LayerRecord, Loss, Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { type Shape, shapeAfter } from "../layers/shapes.ts";
import { foldedBiases } from "./fold-biases.ts";
import { type GraphNode, isStandard, type Model, readModel } from "./model.ts";
import { nodeView, type Outcome, type Value } from "./node-view.ts";
import { operators } from "./operators.ts";
import { type Beside, tensorOf } from "./tensors.ts";

/** Read the layers of a model of ONNX. */
export async function readOnnx(
  file: Uint8Array,
  beside: Beside,
): Promise<{ readonly layers: readonly LayerRecord[]; readonly losses: readonly Loss[] }> {
  const model = readModel(file);
  if (model.nodes.length === 0) damaged("", "it is no model of ONNX, or one without operators");
  const graph = await graphOf(model, beside);
  for (const node of model.nodes) await graph.read(node);
  for (const { name } of model.outputs) graph.give(name);
  return { layers: foldedBiases(graph.layers), losses: graph.losses };
}

interface Graph {
  readonly layers: readonly LayerRecord[];
  readonly losses: readonly Loss[];
  read(node: GraphNode): Promise<void>;
  /** Let a value be one that the graph gives. */
  give(name: string): void;
}

async function graphOf(model: Model, beside: Beside): Promise<Graph> {
  const constants = new Map<string, Tensor>();
  for (const tensor of model.tensors) constants.set(tensor.name, await tensorOf(tensor, beside));
  const values = new Map<string, Value>();
  const layers: LayerRecord[] = [];
  const losses: Loss[] = [];
  const shapes = new Map<string, Shape>();
  const fresh = freshNames();
  const add = (layer: LayerRecord): Value => {
    const shape = shapeAfter(
      layer,
      layer.from.map((name) => shapes.get(name) ?? []),
    );
    layers.push(layer);
    shapes.set(layer.name, shape);
    return { layer: layer.name, shape };
  };
  for (const { name, shape } of model.inputs) {
    if (constants.has(name)) continue;
    if (shape === undefined) damaged(name, "the shape of this input is not told");
    const own = (shape as Shape).slice(1);
    values.set(name, add({ kind: "input", name: fresh(name), from: [], shape: own }));
  }
  return {
    layers,
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
      }
    },
    give(name) {
      const value =
        values.get(name) ?? damaged(name, "what the graph is to give comes out of no layer");
      add({ kind: "output", name: fresh(name), from: [value.layer] });
    },
  };
}

function lostOperator({ operator, domain }: GraphNode, place: string): Loss {
  const full = isStandard(domain) ? operator : `${domain}.${operator}`;
  return {
    code: "operator",
    place,
    message: `The operator ${full} with what comes into it here is no layer.`,
  };
}

function lostRounding(code: string, place: string): Loss {
  return { code, place, message: "Values are no longer rounded to few bits here." };
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

/** Make each name one of its own. */
function freshNames(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let k = 2; taken.has(name); k++) name = `${wanted}_${k}`;
    taken.add(name);
    return name;
  };
}
