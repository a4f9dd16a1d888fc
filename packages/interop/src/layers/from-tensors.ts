import type { LayerRecord, Loss, Tensor } from "@spikeloom/kernel";
import { transposed } from "./tensor.ts";

/** How rows and columns of the weights of dense layers lie. */
export type WeightOrder = "out-in" | "in-out";

/** The tensors of a layer, by the last part of their names. */
type Parts = ReadonlyMap<string, Tensor>;

const weightNames = ["weight", "kernel", "W", "w"];
const biasNames = ["bias", "b"];

/**
 * Make layers of tensors that have names alone, in the order of the file.
 *
 * Tensors with all but the last part of their names in common are one layer: `conv1.weight`, `conv1.bias`.
 * One of two axes is dense, of three to five a convolution (by output and input channel), and one with a
 * running mean and variance a normalisation, as PyTorch names them.
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
      const message = "This tensor belongs to no layer that is read.";
      losses.push({ code: "tensor", place: placeOf(name, part), message });
    }
    if (made === undefined) continue;
    layers.push(made.layer);
    const message = "The file has its weights alone, so that it follows the one before at once.";
    losses.push({ code: "operations", place: name, message });
  }
  return { layers, losses };
}

function grouped(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Parts> {
  const groups = new Map<string, Map<string, Tensor>>();
  for (const [name, tensor] of tensors) {
    const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("/"));
    // A name of one part is a layer by itself, whose only tensor is the weight.
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
    // The file does not say what is added to the variance; this is what PyTorch adds.
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
