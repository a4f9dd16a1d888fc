import type { LayerRecord, Loss, Tensor } from "@spikeloom/kernel";
import { transposed } from "./tensor.ts";

/** Order of rows and columns in the weights of dense layers. */
export type WeightOrder = "out-in" | "in-out";

/** Tensors of a layer, by the last part of their names. */
type Parts = ReadonlyMap<string, Tensor>;

const weightNames = ["weight", "kernel", "W", "w"];
const biasNames = ["bias", "b"];

/**
 * Create layers from named tensors, in the order of the file.
 *
 * Tensors whose names differ only in the last part form one layer: `conv1.weight`, `conv1.bias`.
 * Weights with two axes are dense, with three to five a convolution (by output and input channel), and those with a
 * running mean and variance a normalisation, as named by PyTorch.
 */
export function layersOf(
  tensors: ReadonlyMap<string, Tensor>,
  order: WeightOrder,
): { readonly layers: readonly LayerRecord[]; readonly losses: readonly Loss[] } {
  const groups = grouped(tensors);
  const layers: LayerRecord[] = [];
  const losses: Loss[] = [];
  for (const [name, parts] of groups) {
    const made = layerOf(name, parts, { order, before: layers.at(-1)?.name });
    const used = new Set(made?.used);
    for (const part of parts.keys()) {
      if (used.has(part)) continue;
      const message = "This tensor does not belong to a supported layer.";
      losses.push({ code: "tensor", place: placeOf(name, part), message });
    }
    if (made === undefined) continue;
    layers.push(made.layer);
    const message =
      "The file contains only its weights; it is assumed to directly follow the previous layer.";
    losses.push({ code: "operations", place: name, message });
  }
  return { layers, losses };
}

function grouped(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Parts> {
  const groups = new Map<string, Map<string, Tensor>>();
  for (const [name, tensor] of tensors) {
    const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("/"));
    // A tensor whose name has one part is a layer by itself, with only a weight.
    const [layer, part] = cut < 0 ? [name, ""] : [name.slice(0, cut), name.slice(cut + 1)];
    const group = groups.get(layer) ?? new Map<string, Tensor>();
    groups.set(layer, group.set(part, tensor));
  }
  return groups;
}

function placeOf(layer: string, part: string): string {
  return part === "" ? layer : `${layer}.${part}`;
}

interface MadeLayer {
  readonly layer: LayerRecord;
  readonly used: readonly string[];
}

function layerOf(
  name: string,
  parts: Parts,
  { order, before }: { readonly order: WeightOrder; readonly before: string | undefined },
): MadeLayer | undefined {
  const from = before === undefined ? [] : [before];
  const named = (names: readonly string[]): string | undefined =>
    names.find((one) => parts.has(one));
  const weightName = named(parts.has("") ? [""] : weightNames);
  const biasName = named(biasNames);
  const [mean, variance] = [parts.get("running_mean"), parts.get("running_var")];
  const channels = mean?.shape[0] ?? 0;
  if (mean !== undefined && variance !== undefined && areLong([mean, variance], channels)) {
    const scale = parts.get("weight") ?? filled(channels, 1);
    const shift = parts.get("bias") ?? filled(channels, 0);
    if (!areLong([scale, shift], channels)) return undefined;
    // The file does not store epsilon; this is PyTorch's default.
    const layer = {
      kind: "normalisation",
      name,
      from,
      scale,
      shift,
      mean,
      variance,
      epsilon: 1e-5,
    } as const;
    return {
      layer,
      used: ["running_mean", "running_var", "weight", "bias", "num_batches_tracked"],
    };
  }
  const weight = weightName === undefined ? undefined : parts.get(weightName);
  if (weight === undefined || weightName === undefined) return undefined;
  const layer = weightedLayer({ name, from }, weight, order);
  if (layer === undefined) return undefined;
  const bias = biasName === undefined ? undefined : parts.get(biasName);
  const isFitting = bias !== undefined && areLong([bias], layer.weight.shape[0] ?? 0);
  if (!isFitting || biasName === undefined) return { layer, used: [weightName] };
  return { layer: { ...layer, bias }, used: [weightName, biasName] };
}

function areLong(tensors: readonly Tensor[], length: number): boolean {
  return tensors.every(({ shape }) => shape.length === 1 && shape[0] === length);
}

function filled(length: number, value: number): Tensor {
  return { shape: [length], values: new Float32Array(length).fill(value) };
}

function weightedLayer(
  common: { readonly name: string; readonly from: readonly string[] },
  weight: Tensor,
  order: WeightOrder,
): Extract<LayerRecord, { kind: "dense" | "convolution" }> | undefined {
  const axes = weight.shape.length;
  if (axes === 2) {
    return {
      kind: "dense",
      ...common,
      weight: order === "out-in" ? weight : transposed(weight, [1, 0]),
    };
  }
  if (axes < 3 || axes > 5) return undefined;
  const space = weight.shape.slice(2);
  return {
    kind: "convolution",
    ...common,
    weight,
    groups: 1,
    stride: space.map(() => 1),
    padding: space.map(() => [0, 0] as const),
    dilation: space.map(() => 1),
  };
}
