import type { LayerRecord, Tensor } from "@spikeloom/kernel";

type Kinds = { readonly [Kind in LayerRecord["kind"]]: Extract<LayerRecord, { kind: Kind }> };
type Evaluate<Layer> = (layer: Layer, inputs: readonly Tensor[]) => Tensor;

/** Every index of a shape, in order. */
function* indices(shape: readonly number[]): Generator<readonly number[]> {
  if (shape.length === 0) return yield [];
  for (let k = 0; k < (shape[0] ?? 0); k++)
    for (const rest of indices(shape.slice(1))) yield [k, ...rest];
}

function at({ shape, values }: Tensor, index: readonly number[]): number {
  return values[index.reduce((sum, k, axis) => sum * (shape[axis] ?? 1) + k, 0)] as number;
}

function made(shape: readonly number[], valueAt: (index: readonly number[]) => number): Tensor {
  return { shape, values: Float64Array.from([...indices(shape)], valueAt) };
}

const each =
  (change: (x: number) => number) =>
  (_: unknown, [x]: readonly Tensor[]): Tensor =>
    made((x as Tensor).shape, (index) => change(at(x as Tensor, index)));

type Windowed = Kinds["convolution"] | Kinds["pooling"];

/** The positions of a window, with undefined in the padding. */
function windowAt(
  layer: Windowed,
  size: readonly number[],
  space: readonly number[],
  place: readonly number[],
) {
  return [...indices(size)].map((offset) => {
    const found = offset.map(
      (k, axis) =>
        (place[axis] ?? 0) * (layer.stride[axis] ?? 1) +
        k * (layer.dilation[axis] ?? 1) -
        (layer.padding[axis]?.[0] ?? 0),
    );
    const isInside = found.every((k, axis) => k >= 0 && k < (space[axis] ?? 0));
    // Beyond the padding, where a window overhangs, a mean counts nothing.
    const isPadding = found.every(
      (k, axis) => k < (space[axis] ?? 0) + (layer.padding[axis]?.[1] ?? 0),
    );
    return { offset, index: isInside ? found : undefined, isPadding };
  });
}

function places(
  layer: Windowed,
  size: readonly number[],
  space: readonly number[],
): readonly number[] {
  return space.map((length, axis) => {
    const [before = 0, after = 0] = layer.padding[axis] ?? [];
    const stride = layer.stride[axis] ?? 1;
    const steps =
      (length + before + after - ((size[axis] ?? 1) - 1) * (layer.dilation[axis] ?? 1) - 1) /
      stride;
    if (layer.kind === "convolution" || !layer.overhangs) return Math.floor(steps) + 1;
    const count = Math.ceil(steps) + 1;
    return (count - 1) * stride >= length + before ? count - 1 : count;
  });
}

function spread(tensor: Tensor, index: readonly number[]): number {
  const own = index.slice(index.length - tensor.shape.length);
  return at(
    tensor,
    own.map((k, axis) => (tensor.shape[axis] === 1 ? 0 : k)),
  );
}

const combine = {
  largest: (list: readonly number[]) => Math.max(...list),
  mean: (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length,
};

const evaluators: { readonly [Kind in LayerRecord["kind"]]: Evaluate<Kinds[Kind]> } = {
  input: (_, [x]) => x as Tensor,
  output: (_, [x]) => x as Tensor,
  dense: ({ weight, bias }, [x]) =>
    made([weight.shape[0] ?? 0], ([row = 0]) => {
      const sum = [...(x as Tensor).values].reduce(
        (all, value, k) => all + value * at(weight, [row, k]),
        0,
      );
      return sum + (bias?.values[row] ?? 0);
    }),
  convolution(layer, [x]) {
    const { weight, bias, groups } = layer;
    const [, ...space] = (x as Tensor).shape;
    const [outputs = 0, channels = 0, ...size] = weight.shape;
    return made([outputs, ...places(layer, size, space)], ([out = 0, ...place]) => {
      const first = Math.floor(out / (outputs / groups)) * channels;
      let sum = bias?.values[out] ?? 0;
      for (const { offset, index } of windowAt(layer, size, space, place)) {
        if (index === undefined) continue;
        for (let c = 0; c < channels; c++)
          sum += at(weight, [out, c, ...offset]) * at(x as Tensor, [first + c, ...index]);
      }
      return sum;
    });
  },
  pooling(layer, [x]) {
    const [channels = 0, ...space] = (x as Tensor).shape;
    return made([channels, ...places(layer, layer.size, space)], ([channel = 0, ...place]) => {
      const window = windowAt(layer, layer.size, space, place).filter(
        ({ index, isPadding }) => index !== undefined || (isPadding && layer.countsPadding),
      );
      return combine[layer.how](
        window.map(({ index }) => (index === undefined ? 0 : at(x as Tensor, [channel, ...index]))),
      );
    });
  },
  "global-pooling": ({ how, keepsAxes }, [x]) => {
    const [channels = 0, ...space] = (x as Tensor).shape;
    const pooled = (channel: number): number =>
      combine[how]([...indices(space)].map((index) => at(x as Tensor, [channel, ...index])));
    return made([channels, ...(keepsAxes ? space.map(() => 1) : [])], ([channel = 0]) =>
      pooled(channel),
    );
  },
  normalisation: ({ scale, shift, mean, variance, epsilon }, [x]) =>
    made((x as Tensor).shape, (index) => {
      const c = index[0] ?? 0;
      const [s = 0, t = 0, m = 0, v = 0] = [scale, shift, mean, variance].map(
        ({ values }) => values[c],
      );
      return (s * (at(x as Tensor, index) - m)) / Math.sqrt(v + epsilon) + t;
    }),
  scale: ({ scale, shift }, [x]) => {
    const shape = [scale?.shape, shift?.shape, (x as Tensor).shape].reduce<readonly number[]>(
      (all, one = []) => (one.length > all.length ? one : all),
      [],
    );
    const wide = shape.map(
      (length, axis) =>
        (x as Tensor).shape[axis - shape.length + (x as Tensor).shape.length] ?? length,
    );
    return made(
      wide,
      (index) =>
        spread(x as Tensor, index) * (scale ? spread(scale, index) : 1) +
        (shift ? spread(shift, index) : 0),
    );
  },
  relu: ({ most = Number.POSITIVE_INFINITY, slope = 0 }, inputs) =>
    each((x) => (x < 0 ? slope * x : Math.min(most, x)))(0, inputs),
  softmax: ({ axis }, [x]) => {
    const total = (index: readonly number[]): number =>
      Array.from({ length: (x as Tensor).shape[axis] ?? 0 }, (_, k) =>
        Math.exp(at(x as Tensor, index.with(axis, k))),
      ).reduce((a, b) => a + b, 0);
    return made((x as Tensor).shape, (index) => Math.exp(at(x as Tensor, index)) / total(index));
  },
  flatten: (_, [x]) => ({ shape: [(x as Tensor).values.length], values: (x as Tensor).values }),
  reshape: ({ shape }, [x]) => ({
    shape: shape.map((length) =>
      length < 0 ? -(x as Tensor).values.length / shape.reduce((a, b) => a * b, 1) : length,
    ),
    values: (x as Tensor).values,
  }),
  transpose: ({ axes }, [x]) =>
    made(
      axes.map((axis) => (x as Tensor).shape[axis] ?? 0),
      (index) =>
        at(
          x as Tensor,
          axes.map((_, axis) => index[axes.indexOf(axis)] ?? 0),
        ),
    ),
  add: (_, inputs) =>
    made((inputs[0] as Tensor).shape, (index) => inputs.reduce((sum, x) => sum + at(x, index), 0)),
  concatenate: ({ axis }, inputs) => {
    const lengths = inputs.map(({ shape }) => shape[axis] ?? 0);
    const shape = (inputs[0] as Tensor).shape.with(
      axis,
      lengths.reduce((a, b) => a + b, 0),
    );
    return made(shape, (index) => {
      let [which, k] = [0, index[axis] ?? 0];
      while (k >= (lengths[which] ?? 0)) k -= lengths[which++] ?? 0;
      return at(inputs[which] as Tensor, index.with(axis, k));
    });
  },
};

/** Compute the outputs of layers, by the definition of each: slow, and in double precision. */
export function evaluate(layers: readonly LayerRecord[], inputs: readonly Tensor[]): Tensor {
  const values = new Map<string, Tensor>();
  const waiting = [...inputs];
  let last: Tensor | undefined;
  for (const layer of layers) {
    const given =
      layer.kind === "input"
        ? [waiting.shift() as Tensor]
        : layer.from.map((name) => values.get(name) as Tensor);
    last = (evaluators[layer.kind] as Evaluate<LayerRecord>)(layer, given);
    values.set(layer.name, last);
  }
  return last as Tensor;
}
