import type { LayerRecord } from "@spikeloom/kernel";
import { damaged } from "./damage.ts";

/** Lengths of axes; undefined if unknown. */
export type Shape = readonly (number | undefined)[];

type Kinds = { readonly [Kind in LayerRecord["kind"]]: Extract<LayerRecord, { kind: Kind }> };
type ShapeOf<Layer> = (layer: Layer, inputs: readonly Shape[]) => Shape;

const kept = (_: LayerRecord, [shape = []]: readonly Shape[]): Shape => shape;

/** Output shape of each kind of layer; refuses inconsistent shapes. */
const shapes: { readonly [Kind in LayerRecord["kind"]]: ShapeOf<Kinds[Kind]> } = {
  input: ({ shape }) => shape,
  dense: ({ name, weight }, [shape = []]) => {
    fits(name, "inputs", [shape.at(-1), weight.shape[1]]);
    return [...shape.slice(0, -1), weight.shape[0]];
  },
  convolution: (layer, [shape = []]) => {
    const { name, weight, groups } = layer;
    const [outputs, channels = 0, ...size] = weight.shape;
    fits(name, "channels", [shape[0], channels * groups]);
    return [outputs, ...windowed(layer, shape.slice(1), size)];
  },
  pooling: (layer, [shape = []]) => [shape[0], ...windowed(layer, shape.slice(1), layer.size)],
  "global-pooling": ({ keepsAxes }, [shape = []]) =>
    keepsAxes ? shape.map((length, axis) => (axis === 0 ? length : 1)) : shape.slice(0, 1),
  normalisation: ({ name, mean }, [shape = []]) => {
    fits(name, "channels", [shape[0], mean.shape[0]]);
    return shape;
  },
  scale: ({ name, scale, shift }, [shape = []]) =>
    [scale, shift].reduce<Shape>(
      (all, one) => (one === undefined ? all : spread(name, all, one.shape)),
      shape,
    ),
  relu: kept,
  softmax: kept,
  output: kept,
  flatten: (_, [shape = []]) => [productOf(shape)],
  reshape: ({ name, shape: wanted }, [shape = []]) => {
    const [all, given] = [productOf(shape), productOf(wanted.filter((length) => length >= 0))];
    const open = wanted.includes(-1) && all !== undefined && given ? all / given : undefined;
    const to = wanted.map((length) => (length === -1 ? open : length));
    fits(name, "values", [all, productOf(to)]);
    return to;
  },
  transpose: ({ axes }, [shape = []]) => axes.map((axis) => shape[axis]),
  add: ({ name }, inputs) => inputs.reduce((all, one) => spread(name, all, one)),
  concatenate: ({ axis }, inputs) =>
    (inputs[0] ?? []).map((length, k) =>
      k === axis ? sumOf(inputs.map((shape) => shape[axis])) : length,
    ),
};

/** Compute the output shape of a layer from its input shapes. */
export function shapeAfter<Layer extends LayerRecord>(
  layer: Layer,
  inputs: readonly Shape[],
): Shape {
  const known = shapes[layer.kind] as unknown as ShapeOf<Layer>;
  if (layer.kind !== "input" && inputs.length === 0) damaged(layer.name, "it has no input");
  return known(layer, inputs);
}

/** Refuse two lengths that are known and differ. */
function fits(
  name: string,
  what: string,
  [got, wanted]: readonly [got: number | undefined, wanted: number | undefined],
): void {
  if (got === undefined || wanted === undefined || got === wanted) return;
  damaged(name, `its input has ${got} ${what}, but it expects ${wanted}`);
}

type Windowed = Extract<LayerRecord, { kind: "convolution" | "pooling" }>;

/** Number of window positions along each spatial axis. */
function windowed(layer: Windowed, shape: Shape, size: readonly number[]): Shape {
  const { name, stride, padding, dilation } = layer;
  if (shape.length !== size.length) {
    damaged(
      name,
      `its window has ${size.length} axes, but its input has ${shape.length} besides channels`,
    );
  }
  return shape.map((length, axis) => {
    if (length === undefined) return undefined;
    const [before, after] = padding[axis] ?? [0, 0];
    const reach = ((size[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1;
    const steps = (length + before + after - reach) / (stride[axis] ?? 1);
    const overhangs = layer.kind === "pooling" && layer.overhangs;
    const wanted = (overhangs ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // With ceil mode, a window may not start in the padding at the end.
    const last = (wanted - 1) * (stride[axis] ?? 1);
    const places = overhangs && last >= length + before ? wanted - 1 : wanted;
    return places >= 1
      ? places
      : damaged(name, `its window is longer than its input: ${reach} instead of at most ${length}`);
  });
}

/** Padding for which the number of outputs is the length divided by the stride: more at the end, or at the start. */
export function samePadding(
  {
    length,
    size,
    stride,
    dilation,
  }: { length: number | undefined; size: number; stride: number; dilation: number },
  isLower = false,
): readonly [number, number] | undefined {
  const reach = (size - 1) * dilation + 1;
  if (length === undefined && stride !== 1) return undefined;
  const all =
    length === undefined
      ? reach - 1
      : Math.max(0, (Math.ceil(length / stride) - 1) * stride + reach - length);
  const less = Math.floor(all / 2);
  return isLower ? [all - less, less] : [less, all - less];
}

function productOf(shape: Shape): number | undefined {
  return shape.reduce(
    (all, one) => (all === undefined || one === undefined ? undefined : all * one),
    1,
  );
}

function sumOf(lengths: Shape): number | undefined {
  return lengths.reduce(
    (all, one) => (all === undefined || one === undefined ? undefined : all + one),
    0,
  );
}

/** Broadcast shapes from the last axis on, as in NumPy. */
function spread(name: string, a: Shape, b: Shape): Shape {
  const axes = Math.max(a.length, b.length);
  return Array.from({ length: axes }, (_, k) => {
    const one = a.length - axes + k < 0 ? 1 : a[a.length - axes + k];
    const other = b.length - axes + k < 0 ? 1 : b[b.length - axes + k];
    if (one === 1) return other;
    if (other === 1 || one === undefined || other === undefined || one === other)
      return other === 1 ? one : (one ?? other);
    return damaged(name, `its inputs have ${one} and ${other} values along an axis`);
  });
}
