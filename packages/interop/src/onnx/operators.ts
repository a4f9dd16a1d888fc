import type { LayerRecord, Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { mapped, transposed } from "../layers/tensor.ts";
import { affine } from "./affine.ts";
import { reshape, squeeze, transpose, unsqueeze } from "./axes.ts";
import type { NodeView, Outcome } from "./node-view.ts";
import { convolution, pooling } from "./windows.ts";

/** Conversion of each operator. */
export const operators: Readonly<Record<string, (node: NodeView) => Outcome>> = {
  Add: affine("Add"),
  AveragePool: pooling("mean"),
  BatchNormalization: normalisation,
  Cast: passed,
  Clip: clip,
  Concat: concatenate,
  Conv: convolution,
  DequantizeLinear: dequantised,
  Div: affine("Div"),
  Dropout: passed,
  Flatten: flatten,
  Gemm: gemm,
  GlobalAveragePool: globalPooling("mean"),
  GlobalMaxPool: globalPooling("largest"),
  Identity: passed,
  LeakyRelu: (node) => relu(node, { slope: node.number("alpha", 0.01) }),
  MatMul: product,
  MaxPool: pooling("largest"),
  Mul: affine("Mul"),
  QuantizeLinear: quantised,
  ReduceMean: reduced,
  Relu: (node) => relu(node, {}),
  Reshape: reshape,
  Softmax: softmax,
  Squeeze: squeeze,
  Sub: affine("Sub"),
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};

function passed(node: NodeView): Outcome {
  const [value, constant] = [node.value(0), node.constant(0)];
  if (constant !== undefined) return { constant };
  return value && { passes: value };
}

function relu(
  node: NodeView,
  bounds: { readonly most?: number; readonly slope?: number },
): Outcome {
  const value = node.value(0);
  return value && { layer: { kind: "relu", name: node.name, from: [value.layer], ...bounds } };
}

/** Read clipping bounds, which are attributes up to operator set 10, and inputs afterwards. */
function clip(node: NodeView): Outcome {
  const least =
    node.constant(1)?.values[0] ?? (node.has("min") ? node.number("min", 0) : undefined);
  const most = node.constant(2)?.values[0] ?? (node.has("max") ? node.number("max", 0) : undefined);
  const isRelu = least === 0 && node.value(1) === undefined && node.value(2) === undefined;
  return isRelu ? relu(node, most === undefined ? {} : { most }) : undefined;
}

/** `alpha A B + beta C`; B may be transposed. */
function gemm(node: NodeView): Outcome {
  const [value, right, bias] = [node.value(0), node.constant(1), node.constant(2)];
  const isPlain = node.whole("transA", 0) === 0 && node.value(2) === undefined;
  if (value === undefined || right === undefined || !isPlain) return undefined;
  if (right.shape.length !== 2)
    damaged(node.name, `its weights have ${right.shape.length} axes instead of 2`);
  const rows = node.whole("transB", 0) === 1 ? right : transposed(right, [1, 0]);
  const weight = scaled(rows, node.number("alpha", 1));
  const common = { kind: "dense", name: node.name, from: [value.layer], weight } as const;
  if (bias === undefined) return { layer: common };
  const spread = biasOf(bias, weight.shape[0] ?? 0);
  if (spread === undefined) return undefined;
  return { layer: { ...common, bias: scaled(spread, node.number("beta", 1)) } };
}

/** Expand a broadcast bias to one value per output. */
function biasOf({ shape, values }: Tensor, outputs: number): Tensor | undefined {
  if (values.length === outputs && (shape.at(-1) ?? 1) === outputs)
    return { shape: [outputs], values };
  if (values.length !== 1) return undefined;
  return { shape: [outputs], values: new Float32Array(outputs).fill(values[0] as number) };
}

function scaled(tensor: Tensor, factor: number): Tensor {
  return factor === 1 ? tensor : mapped(tensor, (value) => value * factor);
}

function product(node: NodeView): Outcome {
  const [value, right] = [node.value(0), node.constant(1)];
  if (value === undefined || right?.shape.length !== 2) return undefined;
  const weight = transposed(right, [1, 0]);
  return { layer: { kind: "dense", name: node.name, from: [value.layer], weight } };
}

function globalPooling(how: "largest" | "mean"): (node: NodeView) => Outcome {
  return (node) => {
    const value = node.value(0);
    const common = { kind: "global-pooling", how, keepsAxes: true } as const;
    return value && { layer: { ...common, name: node.name, from: [value.layer] } };
  };
}

/** Read a mean over all spatial axes; others are not a layer. */
function reduced(node: NodeView): Outcome {
  const value = node.value(0);
  if (value === undefined) return undefined;
  const rank = value.shape.length + 1;
  const given = node.wholes("axes") ?? [...(node.constant(1)?.values ?? [])];
  const axes = [...given].map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  const isSpace = axes.length === rank - 2 && axes.every((axis, k) => axis === k + 2);
  if (!isSpace || axes.length === 0) return undefined;
  const keepsAxes = node.whole("keepdims", 1) === 1;
  return {
    layer: { kind: "global-pooling", how: "mean", keepsAxes, name: node.name, from: [value.layer] },
  };
}

function normalisation(node: NodeView): Outcome {
  const value = node.value(0);
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map((place) => node.constant(place));
  const isTraining = node.whole("training_mode", 0) === 1;
  if (!value || !scale || !shift || !mean || !variance || isTraining) return undefined;
  for (const one of [scale, shift, variance]) {
    if (one.shape.length !== 1 || one.shape[0] !== mean.shape[0]) {
      damaged(node.name, "its four arrays of values per channel have different lengths");
    }
  }
  const epsilon = node.number("epsilon", 1e-5);
  const layer: LayerRecord = {
    kind: "normalisation",
    name: node.name,
    from: [value.layer],
    scale,
    shift,
    mean,
    variance,
    epsilon,
  };
  return { layer };
}

/** Before operator set 13, all axes from this one on were merged; equivalent only if it is the last. */
function softmax(node: NodeView): Outcome {
  const value = node.value(0);
  if (value === undefined) return undefined;
  const rank = value.shape.length + 1;
  const given = node.whole("axis", node.version < 13 ? 1 : -1);
  const axis = (given < 0 ? given + rank : given) - 1;
  const isLast = axis === rank - 2;
  if (axis < 0 || axis > rank - 2 || (node.version < 13 && !isLast)) return undefined;
  return { layer: { kind: "softmax", name: node.name, from: [value.layer], axis } };
}

function flatten(node: NodeView): Outcome {
  const value = node.value(0);
  if (value === undefined || node.whole("axis", 1) !== 1) return undefined;
  return { layer: { kind: "flatten", name: node.name, from: [value.layer] } };
}

function concatenate(node: NodeView): Outcome {
  const values = node.inputs.map((_, place) => node.value(place));
  const [first] = values;
  if (first === undefined || values.includes(undefined)) return undefined;
  const rank = first.shape.length + 1;
  const given = node.whole("axis", 0);
  const axis = (given < 0 ? given + rank : given) - 1;
  if (axis < 0 || axis > rank - 2) return undefined;
  const from = values.map((value) => value?.layer ?? "");
  return { layer: { kind: "concatenate", name: node.name, from, axis } };
}

/** Dequantise weights; values between layers are unchanged. */
function dequantised(node: NodeView): Outcome {
  const [whole, scale, zero] = [0, 1, 2].map((place) => node.constant(place));
  if (whole === undefined || scale === undefined) return quantised(node);
  const axis = node.whole("axis", 1);
  const rank = whole.shape.length;
  const along = scale.values.length === 1 ? undefined : axis < 0 ? axis + rank : axis;
  const length = along === undefined ? 1 : (whole.shape[along] ?? 0);
  if (scale.values.length !== length)
    damaged(node.name, "its number of scales differs from the length of its axis");
  const inner =
    along === undefined
      ? whole.values.length
      : whole.shape.slice(along + 1).reduce((a, b) => a * b, 1);
  const values = Float32Array.from(whole.values, (value, k) => {
    const at = length === 1 ? 0 : Math.floor(k / inner) % length;
    return (value - (zero?.values[at] ?? zero?.values[0] ?? 0)) * (scale.values[at] as number);
  });
  return { constant: { shape: whole.shape, values } };
}

function quantised(node: NodeView): Outcome {
  const value = node.value(0);
  return value && { passes: value, lost: "quantised" };
}
