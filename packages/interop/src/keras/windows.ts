import type { LayerRecord, PoolingLayer, Tensor } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { samePadding } from "../layers/shapes.ts";
import { transposed } from "../layers/tensor.ts";
import type { LayerView, Outcome } from "./layer-view.ts";

type Window = Pick<PoolingLayer, "stride" | "padding" | "dilation">;

/** Read the geometry of a window; undefined if its padding depends on an unknown length. */
function windowOf(
  view: LayerView,
  size: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): Window | undefined {
  const rule = view.setting("padding") ?? "valid";
  if (rule === "valid") return { stride, dilation, padding: size.map(() => [0, 0] as const) };
  // A causal convolution is padded only at the start.
  const isCausal = rule === "causal";
  if (rule !== "same" && !isCausal) return undefined;
  const lengths = (view.shapes[0] ?? []).slice(1);
  const padding = size.map((one, axis) => {
    const window = {
      length: lengths[axis],
      size: one,
      stride: stride[axis] ?? 1,
      dilation: dilation[axis] ?? 1,
    };
    return isCausal ? ([(one - 1) * window.dilation, 0] as const) : samePadding(window);
  });
  if (padding.includes(undefined)) return undefined;
  return { stride, dilation, padding: padding as PoolingLayer["padding"] };
}

/** Read a convolution, whose weights are indexed by position, input channel and output channel. */
export function convolution(axes: number): (view: LayerView) => Outcome {
  return (view) => {
    const [kernel, bias] = view.weights();
    const [groups = 1] = view.wholes("groups", 1);
    return convolved(view, { weight: byOutput(view, kernel, axes), bias, groups });
  };
}

/** Read a depthwise convolution, whose weights are indexed by position, channel, and output per channel. */
export function depthwise(axes: number): (view: LayerView) => Outcome {
  return (view) => {
    const [kernel, bias] = view.weights();
    return convolved(view, { ...byChannel(view, kernel, axes), bias });
  };
}

/** Read a separable convolution: a depthwise one, then a pointwise one. */
export function separable(axes: number): (view: LayerView) => Outcome {
  return (view) => {
    const [kernel, mixing, bias] = view.weights();
    const first = convolved(
      { ...view, name: `${view.name}/by-channel` },
      { ...byChannel(view, kernel, axes), bias: undefined },
    );
    const [own] = first ?? [];
    if (own === undefined) return undefined;
    const ones = Array.from({ length: axes }, () => 1);
    const layer: LayerRecord = {
      kind: "convolution",
      name: view.name,
      from: [own.name],
      groups: 1,
      weight: byOutput(view, mixing, axes),
      stride: ones,
      dilation: ones,
      padding: ones.map(() => [0, 0] as const),
      ...(bias && { bias }),
    };
    return [own, layer];
  };
}

/** Weights by position, input channel and output channel, with channel axes moved before positions. */
function byOutput(view: LayerView, kernel: Tensor | undefined, axes: number): Tensor {
  if (kernel?.shape.length !== axes + 2)
    return damaged(view.name, `its weights are missing or do not have ${axes + 2} axes`);
  const space = Array.from({ length: axes }, (_, k) => k);
  return transposed(kernel, [axes + 1, axes, ...space]);
}

/** Weights by position, channel and output per channel, as grouped convolutions with one channel per group. */
function byChannel(
  view: LayerView,
  kernel: Tensor | undefined,
  axes: number,
): Omit<Weights, "bias"> {
  const { shape, values } = transposed(byOutput(view, kernel, axes), [1, 0, ...placesOf(axes)]);
  const [groups = 1, each = 1, ...size] = shape;
  return { weight: { shape: [groups * each, 1, ...size], values }, groups };
}

function placesOf(axes: number): readonly number[] {
  return Array.from({ length: axes }, (_, k) => k + 2);
}

interface Weights {
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
  readonly groups: number;
}

function convolved(view: LayerView, { weight, bias, groups }: Weights): Outcome {
  const size = weight.shape.slice(2);
  const axes = size.length;
  const window = windowOf(
    view,
    size,
    view.wholes("strides", axes),
    view.wholes("dilation_rate", axes),
  );
  if (window === undefined) return undefined;
  const common = { kind: "convolution", name: view.name, from: view.from, weight, groups } as const;
  return [{ ...common, ...window, ...(bias && { bias }) }];
}

/** Read pooling by windows; averages exclude padding. */
export function pooling(how: "mean" | "largest", axes: number): (view: LayerView) => Outcome {
  return (view) => {
    const size = view.wholes("pool_size", axes);
    const stride = view.setting("strides") === null ? size : view.wholes("strides", axes);
    const window = windowOf(
      view,
      size,
      stride,
      size.map(() => 1),
    );
    if (window === undefined) return undefined;
    const common = { kind: "pooling", name: view.name, from: view.from, how, size } as const;
    return [{ ...common, ...window, countsPadding: false, overhangs: false }];
  };
}
