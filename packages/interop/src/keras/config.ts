import { damaged } from "../layers/damage.ts";

/** What a layer of Keras was made with. */
export type Settings = Readonly<Record<string, unknown>>;

/** A layer as `config.json` has it. */
export interface KerasLayer {
  readonly name: string;
  /** Its class. */
  readonly kind: string;
  readonly settings: Settings;
  /** For each time that it is used: the layers, by name and use, that come into it. */
  readonly uses: readonly (readonly KerasValue[])[];
}

/** What comes out of a layer that is used for the so-manieth time. */
export type KerasValue = readonly [layer: string, use: number];

/** A model as `config.json` has it. */
export interface KerasModel {
  readonly layers: readonly KerasLayer[];
  readonly outputs: readonly KerasValue[];
}

/** How deep lists of what comes into a layer may lie in each other. */
const mostDepth = 16;

/** Read `config.json`: a model of layers one after the other, or of layers that name what comes in. */
export function readConfig(text: string): KerasModel {
  const model = parsed(text);
  const kind = textOf(model, "class_name", "the model");
  const config = recordOf(model["config"], "the model");
  const list = config["layers"];
  if (!Array.isArray(list)) return damaged("the model", "it has no list of layers");
  if (kind === "Sequential") return sequential(list);
  if (kind !== "Functional" && kind !== "Model") {
    return damaged("the model", `it is of class ${kind}; Sequential and Functional are read`);
  }
  const layers = list.map((one) => layerOf(one));
  return { layers, outputs: outputsOf(config["output_layers"]) };
}

function sequential(list: readonly unknown[]): KerasModel {
  const layers: KerasLayer[] = [];
  for (const one of list) {
    const before = layers.at(-1);
    const uses: KerasValue[][] = [before === undefined ? [] : [[before.name, 0]]];
    layers.push({ ...layerOf(one), uses });
  }
  const last = layers.at(-1) ?? damaged("the model", "it has no layers");
  return { layers, outputs: [[last.name, 0]] };
}

function layerOf(one: unknown): KerasLayer {
  const layer = recordOf(one, "a layer");
  const settings = recordOf(layer["config"], "a layer");
  const name = textOf(settings, "name", "a layer");
  const nodes = layer["inbound_nodes"] ?? [];
  const uses = Array.isArray(nodes)
    ? nodes.map((node) => valuesIn(recordOf(node, name)["args"]))
    : [];
  // An input has no node of its own.
  return {
    name,
    kind: textOf(layer, "class_name", name),
    settings,
    uses: uses.length === 0 ? [[]] : uses,
  };
}

/** Find the values in what a layer is called with, however deep they lie. */
function valuesIn(part: unknown, depth = 0): KerasValue[] {
  if (depth > mostDepth) damaged("the model", "lists in it lie too deep in each other");
  if (Array.isArray(part)) return part.flatMap((one) => valuesIn(one, depth + 1));
  if (typeof part !== "object" || part === null) return [];
  const { class_name, config } = part as { class_name?: unknown; config?: unknown };
  if (class_name !== "__keras_tensor__") return [];
  return [valueFrom(recordOf(config, "a value")["keras_history"])];
}

function outputsOf(outputs: unknown): readonly KerasValue[] {
  if (!Array.isArray(outputs)) return damaged("the model", "what it gives is not named");
  return typeof outputs[0] === "string" ? [valueFrom(outputs)] : outputs.map(valueFrom);
}

function valueFrom(history: unknown): KerasValue {
  const [name, use] = Array.isArray(history) ? history : [];
  if (typeof name === "string" && Number.isSafeInteger(use) && use >= 0) return [name, use];
  return damaged("the model", "a value in it does not say which layer it comes out of");
}

function parsed(text: string): Settings {
  try {
    return recordOf(JSON.parse(text), "the model");
  } catch (fault) {
    if (fault instanceof SyntaxError) return damaged("config.json", "it is no JSON");
    throw fault;
  }
}

function recordOf(value: unknown, place: string): Settings {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Settings;
  return damaged(place, "its settings are not of the form that Keras gives them");
}

function textOf(record: Settings, key: string, place: string): string {
  const value = record[key];
  return typeof value === "string" ? value : damaged(place, `its "${key}" is no text`);
}
