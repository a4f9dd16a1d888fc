import { damaged } from "../layers/damage.ts";
import { parsedJson } from "../layers/parsed-json.ts";

/** Settings of a Keras layer. */
export type Settings = Readonly<Record<string, unknown>>;

/** A layer as stored in `config.json`. */
export interface KerasLayer {
  readonly name: string;
  /** Class name. */
  readonly kind: string;
  readonly settings: Settings;
  /** For each call: the layers whose output it receives, by name and call index. */
  readonly uses: readonly (readonly KerasValue[])[];
}

/** Output of a layer's call with this index. */
export type KerasValue = readonly [layer: string, use: number];

/** A model as stored in `config.json`. */
export interface KerasModel {
  readonly layers: readonly KerasLayer[];
  readonly outputs: readonly KerasValue[];
}

/** Maximum nesting depth of lists of inputs. */
const mostDepth = 16;

/** Read `config.json`: a model of consecutive layers, or of layers that name their inputs. */
export function readConfig(text: string): KerasModel {
  const model = parsed(text);
  const kind = textOf(model, "class_name", "the model");
  const config = recordOf(model["config"], "the model");
  const list = config["layers"];
  if (!Array.isArray(list)) return damaged("the model", "it has no list of layers");
  if (kind === "Sequential") return sequential(list);
  if (kind !== "Functional" && kind !== "Model") {
    return damaged("the model", `it is of class ${kind}; Sequential and Functional are supported`);
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
  // An input layer has no call.
  return {
    name,
    kind: textOf(layer, "class_name", name),
    settings,
    uses: uses.length === 0 ? [[]] : uses,
  };
}

/** Find the tensors in a layer's arguments, at any depth. */
function valuesIn(part: unknown, depth = 0): KerasValue[] {
  if (depth > mostDepth) damaged("the model", "lists in it are nested too deeply");
  if (Array.isArray(part)) return part.flatMap((one) => valuesIn(one, depth + 1));
  if (typeof part !== "object" || part === null) return [];
  const { class_name, config } = part as { class_name?: unknown; config?: unknown };
  if (class_name !== "__keras_tensor__") return [];
  return [valueFrom(recordOf(config, "a value")["keras_history"])];
}

function outputsOf(outputs: unknown): readonly KerasValue[] {
  if (!Array.isArray(outputs)) return damaged("the model", "its outputs are not named");
  return typeof outputs[0] === "string" ? [valueFrom(outputs)] : outputs.map(valueFrom);
}

function valueFrom(history: unknown): KerasValue {
  const [name, use] = Array.isArray(history) ? history : [];
  if (typeof name === "string" && Number.isSafeInteger(use) && use >= 0) return [name, use];
  return damaged("the model", "a tensor in it does not state its layer");
}

function parsed(text: string): Settings {
  return recordOf(parsedJson(text, "config.json"), "the model");
}

function recordOf(value: unknown, place: string): Settings {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Settings;
  return damaged(place, "its settings do not have the form that Keras writes");
}

function textOf(record: Settings, key: string, place: string): string {
  const value = record[key];
  return typeof value === "string" ? value : damaged(place, `its "${key}" is not a string`);
}
