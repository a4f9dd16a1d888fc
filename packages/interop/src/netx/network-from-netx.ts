import type { Loss, NetworkRecord, PopulationRecord, ProjectionRecord } from "@spikeloom/kernel";
import type { Entries, Matrix } from "../nir/matrix.ts";
import type { NirGroup } from "../nir/nir-group.ts";
import { floats, shapeText, sizeOf } from "../nir/numbers.ts";
import { compactValue } from "../nir/population-parts.ts";
import { axisOf, correlated } from "../nir/windows.ts";
import { biasExponent, type LayerNeuron, layerNeuron } from "./layer-neuron.ts";
import { type LayerReader, layerReader } from "./layer-reader.ts";
import { netxLosses } from "./losses.ts";
import { layerProjection } from "./weights.ts";

/** A network of a netx file. */
export interface NetworkFromNetx {
  readonly network: NetworkRecord;
  /** The population that the input reaches. */
  readonly input: NetxInput;
  readonly losses: readonly Loss[];
}

/** How a network receives its input. */
export type NetxInput =
  /** Sources that send given spikes. */
  | { readonly kind: "spikes"; readonly population: string; readonly size: number }
  /** Values x that act as the bias `weight * x + bias` of neurons. */
  | {
      readonly kind: "biases";
      readonly population: string;
      readonly size: number;
      readonly weight: number;
      readonly bias: number;
    }
  /** Payloads, which other populations have to send. */
  | { readonly kind: "payloads"; readonly population: string; readonly size: number };

/** Options for reading a file. */
export interface NetxOptions {
  /** Exponent of the spikes of sigma-delta layers. */
  readonly spikeExponent: number;
}

/** Layers read so far. */
interface Made {
  readonly populations: Record<string, PopulationRecord>;
  readonly projections: ProjectionRecord[];
  readonly losses: Loss[];
  input: NetxInput | undefined;
  last:
    | { readonly name: string; readonly shape: readonly number[]; readonly isGraded: boolean }
    | undefined;
}

const mostLayers = 2 ** 16;

/**
 * Create the network of a file's layers.
 *
 * Each layer is a population, numbered as in the file, whose neurons are in the order channel, row, column. A convolution becomes
 * individual connections.
 */
export function networkFromNetx(root: NirGroup, options: NetxOptions): NetworkFromNetx {
  const count = root.names("layer").length;
  if (count < 1 || count > mostLayers) {
    root.refuse("layer", `1 to ${mostLayers} layers`, String(count));
  }
  const made: Made = {
    populations: {},
    projections: [],
    losses: [],
    input: undefined,
    last: undefined,
  };
  for (let index = 0; index < count; index++) {
    if (!root.isGroup(`layer/${index}`)) {
      root.refuse("layer", `groups 0 to ${count - 1}`, `no group ${index}`);
    }
    const layer = layerReader(root.within(`layer/${index}`));
    const read = layers[layer.type];
    if (read === undefined) {
      layer.refuse("type", Object.keys(layers).join(", "), layer.type);
    } else read({ layer, name: `layer${index}`, made, options });
  }
  const { input, last, populations, projections, losses } = made;
  if (input === undefined || last === undefined) {
    return root.refuse("layer", "a layer with neurons", "none");
  }
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    convention: "frameworks",
    dt: "1 ms",
    populations,
    projections,
    record: [{ population: last.name, variables: ["spikes"] }],
  };
  return { network, input, losses };
}

interface LayerTask {
  readonly layer: LayerReader;
  readonly name: string;
  readonly made: Made;
  readonly options: NetxOptions;
}

/** Readers of the types of layers. */
const layers: Readonly<Record<string, (task: LayerTask) => void>> = {
  input(task) {
    const { layer, name, made, options } = task;
    if (made.last !== undefined) layer.refuse("type", "an input as the first layer", "a later one");
    const shape = layer.shape();
    const size = sizeOf(shape);
    if (!layer.has("neuron/type")) {
      addSources(made, shape);
      return;
    }
    const neuron = layerNeuron(layer, { isInput: true, spikeExponent: options.spikeExponent });
    if (neuron.isGraded) {
      addLayer(task, { neuron, shape, bias: undefined });
      made.input = { kind: "payloads", population: name, size };
      return;
    }
    const one = (key: string, usual: number): number =>
      layer.has(key) ? layer.integer(key, { least: -4095, most: 4095 }) : usual;
    const [weight, bias] = [one("weight", 64), one("bias", 0)];
    addLayer(task, { neuron, shape, bias: new Float64Array(size).fill(bias) });
    made.input = { kind: "biases", population: name, size, weight, bias };
  },
  dense: (task) => dense(task, false),
  dense_rec: (task) => dense(task, true),
  conv(task) {
    const { layer, made } = task;
    const { last } = made;
    if (last === undefined || last.shape.length !== 3) {
      return layer.refuse(
        "type",
        "an input of channels, rows and columns",
        last === undefined ? "no earlier layer" : shapeText(last.shape),
      );
    }
    const weight = layer.whole("weight");
    const [stride, padding, dilation] = ["stride", "padding", "dilation"].map((key) =>
      layer.pair(key),
    ) as [Pair, Pair, Pair];
    const kernel = weight.shape.slice(2, 4);
    const place = `${task.name}, ${layer.type}`;
    const [rows, columns] = ([0, 1] as const).map((axis) => {
      const side = { kernel: kernel[axis] ?? 0, stride: stride[axis], dilation: dilation[axis] };
      return axisOf(side, padding[axis], place);
    }) as [ReturnType<typeof axisOf>, ReturnType<typeof axisOf>];
    const groups = layer.integer("groups", { least: 1, most: 2 ** 16 });
    // A last axis of one step of time.
    if (weight.shape.length < 4 || weight.shape.slice(4).some((length) => length !== 1)) {
      layer.refuse(
        "weight",
        "output and input channels, rows and columns",
        shapeText(weight.shape),
      );
    }
    const from = { shape: last.shape as readonly [number, number, number], rows, columns, place };
    const { matrix, shape } = correlated(from, weight, groups);
    const stated = layer.shape();
    if (shape.join() !== stated.join()) layer.refuse("shape", shapeText(shape), shapeText(stated));
    const { neuron, bias } = neuronsOf(task, shape);
    const { isGraded, name } = last;
    addLayer(task, { neuron, shape, bias });
    connect(task, matrix as Entries, { from: name, isGraded });
  },
  flatten({ layer, made }) {
    const { last } = made;
    if (last === undefined) return layer.refuse("type", "an earlier layer", "none");
    made.last = { ...last, shape: [sizeOf(last.shape)] };
  },
};

type Pair = readonly [number, number];

function dense(task: LayerTask, isRecurrent: boolean): void {
  const { layer, name, made } = task;
  const size = sizeOf(layer.shape());
  const weight = layer.whole("weight");
  const sources = weight.values.length / size;
  if (!Number.isInteger(sources) || sources < 1) {
    layer.refuse("weight", `rows of ${size} neurons`, shapeText(weight.shape));
  }
  made.last ?? addSources(made, [sources]);
  const last = made.last as NonNullable<Made["last"]>;
  if (
    sizeOf(last.shape) !== sources ||
    (last.shape.length > 1 && last.shape.slice(1).some((length) => length !== 1))
  ) {
    layer.refuse(
      "weight",
      `weights of ${shapeText(last.shape)} sources, flattened`,
      String(sources),
    );
  }
  const { neuron, bias } = neuronsOf(task, [size]);
  addLayer(task, { neuron, shape: [size], bias });
  const matrix = denseMatrix(floats(weight), { sources, targets: size });
  connect(task, matrix, { from: last.name, isGraded: last.isGraded });
  if (!isRecurrent) return;
  const own = layer.whole("weight_rec");
  if (own.values.length !== size * size) {
    layer.refuse("weight_rec", `${size} × ${size} weights`, shapeText(own.shape));
  }
  const recurrent = denseMatrix(floats(own), { sources: size, targets: size });
  connect(task, recurrent, { from: name, isGraded: neuron.isGraded });
}

/** Transpose the weights of a file, whose rows are targets. */
function denseMatrix(
  weights: Float64Array | Float32Array,
  { sources, targets }: { readonly sources: number; readonly targets: number },
): Extract<Matrix, { readonly kind: "dense" }> {
  const values = new Float32Array(weights.length);
  for (let target = 0; target < targets; target++) {
    for (let source = 0; source < sources; source++) {
      values[source * targets + target] = weights[target * sources + source] as number;
    }
  }
  return { kind: "dense", sources, targets, values };
}

/** Read the neurons of a layer and their biases, which are one for all, one for each channel or one for each neuron. */
function neuronsOf(
  { layer, options }: LayerTask,
  shape: readonly number[],
): { readonly neuron: LayerNeuron; readonly bias: Float64Array | undefined } {
  const neuron = layerNeuron(layer, { isInput: false, spikeExponent: options.spikeExponent });
  if (!layer.has("bias")) return { neuron, bias: undefined };
  const given = floats(layer.whole("bias"));
  const size = sizeOf(shape);
  const [channels = size] = shape;
  const isFitting = [1, channels, size].includes(given.length);
  if (!isFitting) layer.refuse("bias", `1, ${channels} or ${size} numbers`, String(given.length));
  const each = size / given.length;
  return {
    neuron,
    bias: Float64Array.from({ length: size }, (_, k) => given[Math.floor(k / each)] ?? 0),
  };
}

function addSources(made: Made, shape: readonly number[]): void {
  const size = sizeOf(shape);
  made.populations["input"] = {
    model: "spike-array",
    size,
    times: Array.from({ length: size }, () => []),
  };
  made.last = { name: "input", shape, isGraded: false };
  made.input = { kind: "spikes", population: "input", size };
}

interface NewLayer {
  readonly neuron: LayerNeuron;
  readonly shape: readonly number[];
  readonly bias: Float64Array | undefined;
}

function addLayer({ name, made }: LayerTask, { neuron, shape, bias }: NewLayer): void {
  const { model, isGraded, isSigma } = neuron;
  const own = bias?.some((value) => value !== 0) ? { bias: compactValue(bias) } : {};
  const exponent = isGraded || bias === undefined ? {} : { bias_exp: biasExponent };
  // Without a threshold and a rectified activation, the sum is that of a layer that only sums.
  const rectified = isSigma ? { rectified: 0 } : {};
  made.populations[name] = {
    model,
    size: sizeOf(shape),
    parameters: { ...neuron.parameters, ...own, ...exponent, ...rectified },
  };
  if (isSigma) made.losses.push({ code: "sigma", place: name, message: netxLosses.sigma });
  made.last = { name, shape, isGraded };
}

/** Add the projection of a layer's weights. */
function connect(
  { layer, name, made }: LayerTask,
  matrix: Exclude<Matrix, { readonly kind: "identity" }>,
  { from, isGraded }: { readonly from: string; readonly isGraded: boolean },
): void {
  const delays = layer.has("delay") ? floats(layer.whole("delay")) : undefined;
  const { refuse } = layer;
  const projection = layerProjection(matrix, { from, to: name, isGraded }, { delays, refuse });
  if (projection !== undefined) made.projections.push(projection);
}
