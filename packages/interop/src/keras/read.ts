import type { LayerRecord, Loss } from "@spikeloom/kernel";
import { damaged, tellingLosses } from "../layers/damage.ts";
import { layerList } from "../layers/layer-list.ts";
import { type ZipEntry, zipEntries } from "../layers/zip-file.ts";
import { type KerasLayer, type KerasModel, type KerasValue, readConfig } from "./config.ts";
import { layerView } from "./layer-view.ts";
import { activations, kinds } from "./layers.ts";
import { type FindWeights, weightsIn } from "./weights.ts";

/** Maximum size of a model's description in bytes. */
const mostConfig = 64 * 2 ** 20;

/** Read the layers of a Keras 3 model: `config.json` and `model.weights.h5` in a zip archive. */
export async function readKeras(
  file: Uint8Array,
): Promise<{ readonly layers: readonly LayerRecord[]; readonly losses: readonly Loss[] }> {
  const entries = zipEntries(file);
  const entry = (name: string): ZipEntry =>
    entries.get(name) ?? damaged(name, "this file is missing, so this is not a Keras 3 model");
  const config = entry("config.json");
  if (config.size > mostConfig) damaged("config.json", `it has ${config.size} bytes`);
  const model = readConfig(new TextDecoder().decode(await config.bytes()));
  const weights = weightsIn(await entry("model.weights.h5").bytes());
  const losses: Loss[] = [];
  const layers = await tellingLosses(losses, () => readModel(model, weights, losses));
  return { layers, losses };
}

function readModel(
  model: KerasModel,
  weights: FindWeights,
  losses: Loss[],
): readonly LayerRecord[] {
  const isLast = model.layers.every(({ settings }) => settings["data_format"] !== "channels_first");
  const list = layerList();
  /** Our layer with the output of a Keras tensor. */
  const values = new Map<string, string>();
  const sourceOf = ([name, use]: KerasValue, place: string): string =>
    values.get(`${use}:${name}`) ?? damaged(place, `the output of ${name} is unknown here`);
  for (const layer of model.layers) {
    let found: ReturnType<FindWeights> | undefined;
    const own = (): ReturnType<FindWeights> => (found ??= weights(layer));
    // Weights are located even if not needed, because their names are numbered.
    own();
    for (const [use, inputs] of layer.uses.entries()) {
      const from = inputs.map((input) => sourceOf(input, layer.name));
      const name = use === 0 ? layer.name : `${layer.name}/${use + 1}`;
      const read = {
        name,
        from,
        shapes: from.map(list.shapeOf),
        isLast,
        weights: own,
      };
      const made = madeLayers(layer, read, losses);
      for (const one of made) list.add(one);
      const last = made.at(-1)?.name ?? from[0];
      if (last !== undefined) values.set(`${use}:${layer.name}`, last);
    }
  }
  for (const [k, value] of model.outputs.entries()) {
    list.add({
      kind: "output",
      name: k === 0 ? "output" : `output/${k + 1}`,
      from: [sourceOf(value, "the output")],
    });
  }
  return list.layers;
}

type Read = Parameters<typeof layerView>[1];

/** Create a layer and its activation, which has the layer's name plus its own. */
function madeLayers(layer: KerasLayer, read: Read, losses: Loss[]): readonly LayerRecord[] {
  const make = Object.hasOwn(kinds, layer.kind) ? kinds[layer.kind] : undefined;
  const view = layerView(layer, read);
  const made = make?.(view);
  if (made === undefined) {
    const message = `The layer of class ${layer.kind} is not supported with these settings.`;
    losses.push({ code: "layer", place: layer.name, message });
    return [];
  }
  const activation = layer.settings["activation"];
  if (activation === undefined || activation === null) return made;
  const name = typeof activation === "string" ? activation : "a custom activation";
  const from = made.length === 0 ? read.from : [made.at(-1)?.name ?? ""];
  const known = Object.hasOwn(activations, name) ? activations[name] : undefined;
  const last = read.isLast ? 0 : Math.max(0, (read.shapes[0]?.length ?? 1) - 1);
  const after = known?.({ name: `${read.name}/${name}`, from, last });
  if (after !== undefined) return [...made, ...after];
  losses.push({
    code: "activation",
    place: layer.name,
    message: `The activation ${name} is not supported.`,
  });
  return made;
}
