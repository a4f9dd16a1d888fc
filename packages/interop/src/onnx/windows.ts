import type { ConvolutionLayer, PoolingLayer } from "@spikeloom/kernel";
import { damaged } from "../layers/damage.ts";
import { samePadding } from "../layers/shapes.ts";
import type { NodeView, Outcome } from "./node-view.ts";

type Window = Pick<PoolingLayer, "stride" | "padding" | "dilation">;

/** Read the geometry of a window; undefined if its padding depends on an unknown length. */
function windowOf(
  node: NodeView,
  size: readonly number[],
  lengths: readonly (number | undefined)[],
): Window | undefined {
  const each = (name: string): readonly number[] => {
    const given = node.wholes(name) ?? [];
    const list = given.length === 0 ? size.map(() => 1) : given;
    const isSound = list.length === size.length && list.every((one) => one >= 1);
    return isSound
      ? list
      : damaged(
          node.name,
          `its ${name} are ${list.join(" by ")}, for a window of ${size.length} axes`,
        );
  };
  const [stride, dilation] = [each("strides"), each("dilations")];
  const rule = node.text("auto_pad", "NOTSET");
  if (rule === "VALID") return { stride, dilation, padding: size.map(() => [0, 0] as const) };
  if (rule === "NOTSET" || rule === "") {
    const pads = node.wholes("pads") ?? size.flatMap(() => [0, 0]);
    const isSound = pads.length === 2 * size.length && pads.every((one) => one >= 0);
    if (!isSound)
      damaged(node.name, `its pads are ${pads.join(", ")}, for a window of ${size.length} axes`);
    return {
      stride,
      dilation,
      padding: size.map((_, axis) => [pads[axis] ?? 0, pads[size.length + axis] ?? 0] as const),
    };
  }
  const padding = size.map((one, axis) =>
    samePadding(
      {
        length: lengths[axis],
        size: one,
        stride: stride[axis] ?? 1,
        dilation: dilation[axis] ?? 1,
      },
      rule === "SAME_LOWER",
    ),
  );
  if (padding.includes(undefined)) return undefined;
  return { stride, dilation, padding: padding as PoolingLayer["padding"] };
}

/** Read a convolution. */
export function convolution(node: NodeView): Outcome {
  const [value, weight, bias] = [node.value(0), node.constant(1), node.constant(2)];
  if (
    value === undefined ||
    weight === undefined ||
    (bias === undefined && node.value(2) !== undefined)
  )
    return undefined;
  if (weight.shape.length < 3) damaged(node.name, `its weights have ${weight.shape.length} axes`);
  const window = windowOf(node, weight.shape.slice(2), value.shape.slice(1));
  if (window === undefined) return undefined;
  const groups = node.whole("group", 1);
  if (groups < 1 || (weight.shape[0] ?? 0) % groups !== 0)
    damaged(node.name, `its channels cannot be divided into ${groups} groups`);
  const layer: ConvolutionLayer = {
    kind: "convolution",
    name: node.name,
    from: [value.layer],
    weight,
    groups,
    ...(bias !== undefined && { bias }),
    ...window,
  };
  return { layer };
}

/** Read pooling by windows. */
export function pooling(how: "largest" | "mean"): (node: NodeView) => Outcome {
  return (node) => {
    const value = node.value(0);
    const size = node.wholes("kernel_shape") ?? [];
    if (size.length === 0 || size.some((one) => one < 1))
      damaged(node.name, "its window has no size");
    const window = value && windowOf(node, size, value.shape.slice(1));
    if (value === undefined || window === undefined) return undefined;
    const layer: PoolingLayer = {
      kind: "pooling",
      name: node.name,
      from: [value.layer],
      how,
      size,
      ...window,
      countsPadding: node.whole("count_include_pad", 0) === 1,
      overhangs: node.whole("ceil_mode", 0) === 1,
    };
    return { layer };
  };
}
