import type { LayerRecord, Loss } from "@spikeloom/kernel";
import { CONVERSION } from "../errors.ts";
import { type MapShape, type Stage, sizeOf, type WeightedStage } from "./stage.ts";

/** Stages of layers, and the losses. */
export interface ReadStages {
  readonly input: MapShape;
  readonly stages: readonly Stage[];
  readonly losses: readonly Loss[];
}

interface Reading {
  shape: MapShape | undefined;
  input: MapShape | undefined;
  /** Side of the squares that are averaged before the next weights. */
  pool: number;
  /** Whether values are flattened with the channel varying fastest, as in Keras. */
  isTransposed: boolean;
  readonly stages: Stage[];
  readonly losses: Loss[];
}

type Kinds = { readonly [Kind in LayerRecord["kind"]]: Extract<LayerRecord, { kind: Kind }> };
type Reader<Layer> = (layer: Layer, reading: Reading) => void;

const nothing = (): void => undefined;
const refused: Reader<LayerRecord> = ({ kind, name }) =>
  refuse(name, `A layer of kind "${kind}" has no spiking counterpart.`, {
    expected: "dense, convolution, pooling, normalisation, relu, flatten, softmax",
    got: kind,
  });

const readers: { readonly [Kind in LayerRecord["kind"]]: Reader<Kinds[Kind]> } = {
  input({ name, shape }, reading) {
    const lengths = shape.map((length) => length ?? Number.NaN);
    const [channels = Number.NaN, rows = 1, columns = 1] = lengths;
    if (!lengths.every(Number.isInteger) || (shape.length !== 1 && shape.length !== 3)) {
      const got = `(${shape.map((one) => one ?? "open").join(", ")})`;
      refuse(name, "The shape of the input is unknown.", {
        expected: "a number of values, or channels, rows and columns",
        got,
      });
    }
    reading.input = [channels, rows, columns];
    reading.shape = reading.input;
  },
  dense({ name, weight, bias }, reading) {
    const from = shapeIn(name, reading);
    const [outputs = 0, inputs = 0] = weight.shape;
    const pooled = pooledShape(from, reading.pool);
    if (sizeOf(pooled) !== inputs) unfit(name, { expected: inputs, got: sizeOf(pooled) });
    const kernel = [pooled[1], pooled[2]] as const;
    const sliding = { kernel, stride: 1, padding: 0, to: [outputs, 1, 1] as const };
    const { values } = weight;
    const ordered = reading.isTransposed ? channelsFirst(values, pooled) : values;
    addWeighted(reading, { name, weight: { values: ordered }, bias, ...sliding });
  },
  convolution(layer, reading) {
    if (reading.isTransposed) refused(layer, reading);
    const { name, weight, bias, groups, stride, padding, dilation } = layer;
    const [channels, high, wide] = pooledShape(shapeIn(name, reading), reading.pool);
    const [outputs = 0, inputs = 0, down = 0, across = 0] = weight.shape;
    const paddings = padding.flat();
    const [step = 1, pad = 0] = [stride[0], paddings[0]];
    const isPlain = groups === 1 && weight.shape.length === 4 && dilation.every((one) => one === 1);
    if (!isPlain || stride.some((one) => one !== step) || paddings.some((one) => one !== pad)) {
      refuse(name, "Only plain convolutions over rows and columns are supported.", {
        expected: "one group, no dilation, one stride and one padding",
      });
    }
    if (inputs !== channels) unfit(name, { expected: inputs, got: channels });
    const places = (length: number, side: number): number =>
      Math.floor((length + 2 * pad - side) / step) + 1;
    const to = [outputs, places(high, down), places(wide, across)] as const;
    const kernel = [down, across] as const;
    addWeighted(reading, { name, weight, bias, kernel, stride: step, padding: pad, to });
  },
  normalisation({ name, scale, shift, mean, variance, epsilon }, reading) {
    const stage = reading.stages.at(-1);
    if (stage?.kind !== "weighted" || stage.activation !== undefined || reading.pool > 1) {
      refuse(name, "A normalisation must directly follow the weights into which it is folded.", {
        next: "Move it directly after a dense layer or a convolution.",
      });
    }
    const [outputs] = stage.to;
    const each = stage.weight.length / outputs;
    for (let output = 0; output < outputs; output++) {
      const of = (tensor: { values: ArrayLike<number> }): number => tensor.values[output] as number;
      const factor = of(scale) / Math.sqrt(of(variance) + epsilon);
      for (let k = output * each; k < (output + 1) * each; k++) {
        stage.weight[k] = factor * (stage.weight[k] as number);
      }
      stage.bias[output] = factor * ((stage.bias[output] as number) - of(mean)) + of(shift);
    }
  },
  relu({ name, slope = 0, most }, { stages }) {
    // Maximum and clipping commute.
    const stage = stages.findLast((one) => one.kind === "weighted");
    if (slope !== 0 || stage === undefined || stage.activation !== undefined) {
      refuse(name, "A ReLU must follow weights, and be 0 for negative values.", {
        got: `slope ${slope}`,
      });
    }
    stage.activation = { most };
  },
  pooling({ name, how, size, stride, padding, dilation }, reading) {
    const [pool = 1] = size;
    const sides = [...size, ...stride];
    const isSquare = size.length === 2 && sides.every((one) => one === pool);
    if (!isSquare || padding.flat().some((one) => one !== 0) || dilation.some((one) => one !== 1)) {
      refuse(name, "Pooled squares must not overlap.", {
        expected: "a size equal to the stride, without padding",
      });
    }
    poolSquares(name, { how, pool }, reading);
  },
  "global-pooling"({ name, how }, reading) {
    const [, rows, columns] = shapeIn(name, reading);
    const expected = "as many rows as columns";
    if (rows !== columns) refuse(name, "The map is not square.", { expected });
    poolSquares(name, { how, pool: rows }, reading);
  },
  softmax({ name }, { losses }) {
    const message =
      "Softmax does not change the order of outputs; its probabilities are not computed.";
    losses.push({ code: "softmax", place: name, message });
  },
  flatten: nothing,
  output: nothing,
  reshape(layer, reading) {
    if (layer.shape.length !== 1) refused(layer, reading);
  },
  scale: refused,
  transpose(layer, reading) {
    if (layer.axes.join() !== "1,2,0") refused(layer, reading);
    reading.isTransposed = true;
  },
  add: refused,
  concatenate: refused,
};

/** Read consecutive layers as stages; throws `SL_CONVERSION` for a layer without a counterpart. */
export function readStages(layers: readonly LayerRecord[]): ReadStages {
  const reading: Reading = {
    shape: undefined,
    input: undefined,
    pool: 1,
    isTransposed: false,
    stages: [],
    losses: [],
  };
  layers.forEach((layer, k) => {
    const before = layers[k - 1]?.name;
    if (layer.from.length > 1 || (before !== undefined && layer.from[0] !== before)) {
      refuse(layer.name, "Layers must form a chain to be converted.", {
        expected: before ?? "an input",
        got: layer.from.join(", "),
      });
    }
    (readers[layer.kind] as Reader<LayerRecord>)(layer, reading);
  });
  const { input, stages, losses } = reading;
  const weights = stages.filter((one) => one.kind === "weighted");
  if (input === undefined || weights.length === 0) {
    refuse("layers", "There is no input, or there are no weights.", {
      expected: "an input layer with its shape, then weights",
    });
  }
  const open = weights.slice(0, -1).find(({ activation }) => activation === undefined);
  if (open !== undefined) {
    refuse(
      open.name,
      "Its values are not clipped by a ReLU, but spikes cannot represent negative values.",
      {
        next: "Add a ReLU to each layer except the last.",
      },
    );
  }
  for (const stage of weights) checkFinite(stage);
  return { input, stages, losses };
}

/** Refuse weights that are not finite, or become so when a normalisation is folded in. */
function checkFinite({ name, weight, bias }: WeightedStage): void {
  for (const [what, values] of Object.entries({ weight, bias })) {
    const odd = values.findIndex((one) => !Number.isFinite(one));
    if (odd < 0) continue;
    refuse(name, `Its ${what}, with its normalisation, is not finite.`, {
      expected: "finite numbers",
      got: `${values[odd]} at ${odd}`,
    });
  }
}

interface Weights {
  readonly name: string;
  readonly weight: { readonly values: ArrayLike<number> };
  readonly bias?: { readonly values: ArrayLike<number> } | undefined;
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly padding: number;
  readonly to: MapShape;
}

function addWeighted(reading: Reading, { weight, bias, ...given }: Weights): void {
  const from = shapeIn(given.name, reading);
  const { pool } = reading;
  const stage: WeightedStage = {
    kind: "weighted",
    from,
    pool,
    ...given,
    weight: Float64Array.from(weight.values, (one) => one / (pool * pool)),
    bias: bias ? Float64Array.from(bias.values) : new Float64Array(given.to[0]),
  };
  reading.stages.push(stage);
  reading.shape = stage.to;
  reading.pool = 1;
  reading.isTransposed = false;
}

/** Reorder weights from row, column and channel to channel, row and column. */
function channelsFirst(values: ArrayLike<number>, shape: MapShape): Float64Array {
  const [channels] = shape;
  const [all, places] = [sizeOf(shape), shape[1] * shape[2]];
  return Float64Array.from(values, (_, k) => {
    const within = k % all;
    const from = (within % places) * channels + Math.floor(within / places);
    return values[k - within + from] as number;
  });
}

function poolSquares(
  name: string,
  { how, pool }: { readonly how: "largest" | "mean"; readonly pool: number },
  reading: Reading,
): void {
  const from = shapeIn(name, reading);
  if (how === "mean") {
    const stage = reading.stages.at(-1);
    if (stage?.kind === "weighted" && stage.activation === undefined) {
      refuse(name, "Values that may be negative cannot be averaged.", {
        next: "Move it after the ReLU.",
      });
    }
    reading.pool *= pool;
    return;
  }
  if (reading.pool > 1 || reading.stages.length === 0) {
    refuse(name, "Max pooling requires values of a layer of neurons.", {});
  }
  const to = pooledShape(from, pool);
  reading.stages.push({ kind: "largest", name, from, to, pool });
  reading.shape = to;
}

function pooledShape([channels, rows, columns]: MapShape, pool: number): MapShape {
  return [channels, Math.floor(rows / pool), Math.floor(columns / pool)];
}

function shapeIn(name: string, { shape }: Reading): MapShape {
  return shape ?? refuse(name, "It has no input.", { expected: "a preceding input layer" });
}

function unfit(name: string, { expected, got }: { expected: number; got: number }): never {
  return refuse(name, "Its weights do not match the number of values.", {
    expected: String(expected),
    got: String(got),
  });
}

function refuse(
  place: string,
  message: string,
  more: { readonly expected?: string; readonly got?: string; readonly next?: string },
): never {
  throw CONVERSION({ place, message, ...more });
}
