import type { LayerRecord, Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { transposed } from "../layers/tensor.ts";
import { type LayerView, type Outcome, toEnd, toFront } from "./layer-view.ts";
import { convolution, depthwise, pooling, separable } from "./windows.ts";

/** Conversion of each layer class; its activation follows it. */
export const kinds: Readonly<Record<string, (view: LayerView) => Outcome>> = {
  Activation: () => [],
  ActivityRegularization: () => [],
  Add: ({ name, from }) => [{ kind: "add", name, from }],
  AlphaDropout: () => [],
  AveragePooling1D: pooling("mean", 1),
  AveragePooling2D: pooling("mean", 2),
  AveragePooling3D: pooling("mean", 3),
  BatchNormalization: normalisation,
  Concatenate: concatenate,
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
  Dense: dense,
  DepthwiseConv1D: depthwise(1),
  DepthwiseConv2D: depthwise(2),
  Dropout: () => [],
  Flatten: flatten,
  GaussianDropout: () => [],
  GaussianNoise: () => [],
  GlobalAveragePooling1D: globalPooling("mean"),
  GlobalAveragePooling2D: globalPooling("mean"),
  GlobalAveragePooling3D: globalPooling("mean"),
  GlobalMaxPooling1D: globalPooling("largest"),
  GlobalMaxPooling2D: globalPooling("largest"),
  GlobalMaxPooling3D: globalPooling("largest"),
  InputLayer: input,
  LeakyReLU: (view) => relu(view, { slope: numberOf(view, "negative_slope", 0.3) }),
  MaxPooling1D: pooling("largest", 1),
  MaxPooling2D: pooling("largest", 2),
  MaxPooling3D: pooling("largest", 3),
  Permute: permute,
  ReLU: reluLayer,
  Rescaling: rescaling,
  Reshape: reshape,
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
  Softmax: softmax,
  SpatialDropout1D: () => [],
  SpatialDropout2D: () => [],
  SpatialDropout3D: () => [],
};

type Bounds = { readonly most?: number; readonly slope?: number };

/** Inputs for reading an activation: `last` is the position here of the last Keras axis. */
interface ActivationView {
  readonly name: string;
  readonly from: readonly string[];
  readonly last: number;
}

/** Conversion of each activation. */
export const activations: Readonly<Record<string, (view: ActivationView) => Outcome>> = {
  leaky_relu: ({ name, from }) => [{ kind: "relu", name, from, slope: 0.2 }],
  linear: () => [],
  relu: ({ name, from }) => [{ kind: "relu", name, from }],
  relu6: ({ name, from }) => [{ kind: "relu", name, from, most: 6 }],
  softmax: ({ name, from, last }) => [{ kind: "softmax", name, from, axis: last }],
};

function relu({ name, from }: LayerView, bounds: Bounds): Outcome {
  return [{ kind: "relu", name, from, ...bounds }];
}

function reluLayer(view: LayerView): Outcome {
  const most = view.setting("max_value");
  const slope = numberOf(view, "negative_slope", 0);
  if (numberOf(view, "threshold", 0) !== 0) return undefined;
  return relu(view, { ...(typeof most === "number" && { most }), ...(slope !== 0 && { slope }) });
}

function numberOf(view: LayerView, key: string, otherwise: number): number {
  const value = view.setting(key);
  return typeof value === "number" ? value : otherwise;
}

/** Read an input; here, channels are its first axis. */
function input(view: LayerView): Outcome {
  const given = view.setting("batch_shape") ?? view.setting("batch_input_shape");
  if (!Array.isArray(given)) return damaged(view.name, "the shape of this input is not stated");
  const theirs = given
    .slice(1)
    .map((length) => (Number.isSafeInteger(length) && length > 0 ? length : undefined));
  const shape = view.isLast ? toFront(theirs.length).map((axis) => theirs[axis]) : theirs;
  return [{ kind: "input", name: view.name, from: [], shape }];
}

function dense(view: LayerView): Outcome {
  const { name, from, shapes } = view;
  const [kernel, bias] = view.weights();
  if (kernel?.shape.length !== 2)
    return damaged(name, "its weights are missing or do not have two axes");
  const weight = transposed(kernel, [1, 0]);
  const given = bias && { bias };
  const space = (shapes[0] ?? []).slice(1);
  if (space.length === 0) return [{ kind: "dense", name, from, weight, ...given }];
  // Along axes other than channels, the same weights apply at every position.
  if (!view.isLast) return undefined;
  const wide: Tensor = { shape: [...weight.shape, ...space.map(() => 1)], values: weight.values };
  const ones = space.map(() => 1);
  const window = { stride: ones, dilation: ones, padding: space.map(() => [0, 0] as const) };
  return [{ kind: "convolution", name, from, weight: wide, groups: 1, ...window, ...given }];
}

/** Read a normalisation: scale and offset if present, then mean and variance. */
function normalisation(view: LayerView): Outcome {
  const { name, from } = view;
  const weights = [...view.weights()];
  const scale = view.setting("scale") === false ? undefined : weights.shift();
  const shift = view.setting("center") === false ? undefined : weights.shift();
  const [mean, variance] = weights;
  if (view.axis("axis") !== 0) return undefined;
  const channels = mean?.shape[0] ?? 0;
  const all = [scale, shift, mean, variance].filter((one) => one !== undefined);
  if (!mean || !variance || all.some(({ shape }) => shape.length !== 1 || shape[0] !== channels)) {
    return damaged(name, "its values per channel are missing or have different lengths");
  }
  const filled = (value: number): Tensor => ({
    shape: [channels],
    values: new Float32Array(channels).fill(value),
  });
  const epsilon = numberOf(view, "epsilon", 1e-3);
  const known = { scale: scale ?? filled(1), shift: shift ?? filled(0), mean, variance, epsilon };
  return [{ kind: "normalisation", name, from, ...known }];
}

function globalPooling(how: "mean" | "largest"): (view: LayerView) => Outcome {
  return (view) => {
    const keepsAxes = view.is("keepdims");
    return [{ kind: "global-pooling", name: view.name, from: view.from, how, keepsAxes }];
  };
}

/** Move channels to the end before flattening, which is their position in Keras. */
function flatten(view: LayerView): Outcome {
  const before = channelsLast(view);
  return [...before, { kind: "flatten", name: view.name, from: lastOf(before, view) }];
}

function reshape(view: LayerView): Outcome {
  const wanted = view.setting("target_shape");
  if (!Array.isArray(wanted) || wanted.some((length) => !Number.isSafeInteger(length)))
    return undefined;
  const before = channelsLast(view);
  const from = lastOf(before, view);
  const shape = wanted as number[];
  if (!view.isLast || shape.length < 2)
    return [...before, { kind: "reshape", name: view.name, from, shape }];
  const laid: LayerRecord = { kind: "reshape", name: `${view.name}/reshaped`, from, shape };
  return [
    ...before,
    laid,
    { kind: "transpose", name: view.name, from: [laid.name], axes: toFront(shape.length) },
  ];
}

function channelsLast({ name, from, shapes, isLast }: LayerView): readonly LayerRecord[] {
  const axes = (shapes[0] ?? []).length;
  if (!isLast || axes < 2) return [];
  return [{ kind: "transpose", name: `${name}/channels-last`, from, axes: toEnd(axes) }];
}

function lastOf(layers: readonly LayerRecord[], { from }: LayerView): readonly string[] {
  const last = layers.at(-1);
  return last === undefined ? from : [last.name];
}

/** Read a permutation; its axes are counted from 1, without the batch axis. */
function permute({ name, from, shapes, isLast, setting }: LayerView): Outcome {
  const dims = setting("dims");
  const count = (shapes[0] ?? []).length;
  if (!Array.isArray(dims) || dims.length !== count) return undefined;
  if ([...dims].sort((a, b) => a - b).some((axis, k) => axis !== k + 1)) return undefined;
  const theirs = dims.map((axis: number) => axis - 1);
  if (!isLast) return [{ kind: "transpose", name, from, axes: theirs }];
  const front = toFront(count);
  // Axis k here is axis front[k] in Keras, before and after the permutation.
  const axes = front.map((axis) => front.indexOf(theirs[axis] as number));
  return [{ kind: "transpose", name, from, axes }];
}

function softmax(view: LayerView): Outcome {
  const axis = view.axis("axis");
  return axis === undefined
    ? undefined
    : [{ kind: "softmax", name: view.name, from: view.from, axis }];
}

function concatenate(view: LayerView): Outcome {
  const axis = view.axis("axis");
  return axis === undefined
    ? undefined
    : [{ kind: "concatenate", name: view.name, from: view.from, axis }];
}

function rescaling(view: LayerView): Outcome {
  const [scale, shift] = [view.setting("scale"), view.setting("offset")];
  if (typeof scale !== "number" || typeof shift !== "number") return undefined;
  const one = (value: number): Tensor => ({ shape: [], values: Float32Array.of(value) });
  return [
    { kind: "scale", name: view.name, from: view.from, scale: one(scale), shift: one(shift) },
  ];
}
