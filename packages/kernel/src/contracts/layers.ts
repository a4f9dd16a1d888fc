/** Numbers along axes; those of the last axis lie side by side. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

interface LayerOf<Kind extends string> {
  readonly kind: Kind;
  /** One of its own. */
  readonly name: string;
  /** Names of the layers whose values come in, in order. */
  readonly from: readonly string[];
}

/** What moves over the axes of space: one number for each of them. */
interface Window {
  readonly stride: readonly number[];
  /** Values of none before the first and after the last of each axis. */
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly dilation: readonly number[];
}

/**
 * Values that come from outside.
 *
 * `shape` has no axis of examples; undefined stands where a length is left open.
 */
export interface InputLayer extends LayerOf<"input"> {
  readonly shape: readonly (number | undefined)[];
}

/** `weight x + bias`: weights by output and input. */
export interface DenseLayer extends LayerOf<"dense"> {
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
}

/** Cross-correlation: weights by output channel, input channel of a group, place. */
export interface ConvolutionLayer extends LayerOf<"convolution">, Window {
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
  readonly groups: number;
}

/** The largest or the mean of a window. */
export interface PoolingLayer extends LayerOf<"pooling">, Window {
  readonly how: "largest" | "mean";
  readonly size: readonly number[];
  /** Whether a mean counts the padding. */
  readonly countsPadding: boolean;
  /** Whether a window may begin that has no room at the end. */
  readonly overhangs: boolean;
}

/** The largest or the mean of all places of a channel. */
export interface GlobalPoolingLayer extends LayerOf<"global-pooling"> {
  readonly how: "largest" | "mean";
  /** Whether the axes of space stay, each of length 1. */
  readonly keepsAxes: boolean;
}

/**
 * Bring each channel to a mean and a spread of its own.
 *
 * `scale (x - mean) / sqrt(variance + epsilon) + shift` (Ioffe and Szegedy 2015, algorithm 2,
 * arXiv:1502.03167).
 */
export interface NormalisationLayer extends LayerOf<"normalisation"> {
  readonly scale: Tensor;
  readonly shift: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly epsilon: number;
}

/** `scale x + shift`, both spread over axes that they have not, as NumPy does. */
export interface ScaleLayer extends LayerOf<"scale"> {
  readonly scale?: Tensor | undefined;
  readonly shift?: Tensor | undefined;
}

/** `max(0, x)`, or `min(most, max(0, x))`; `slope x` below zero. */
export interface ReluLayer extends LayerOf<"relu"> {
  readonly most?: number | undefined;
  readonly slope?: number | undefined;
}

/** `exp(x) / sum(exp(x))` along an axis. */
export interface SoftmaxLayer extends LayerOf<"softmax"> {
  readonly axis: number;
}

/** All axes as one. */
export type FlattenLayer = LayerOf<"flatten">;

/** The same values along other axes. */
export interface ReshapeLayer extends LayerOf<"reshape"> {
  readonly shape: readonly number[];
}

/** The same values with their axes in another order. */
export interface TransposeLayer extends LayerOf<"transpose"> {
  /** For each axis that comes out, the one that came in. */
  readonly axes: readonly number[];
}

/** The sum of what comes in, of one shape or spread from the last axis on. */
export type AddLayer = LayerOf<"add">;

/** What comes in, one after the other along an axis. */
export interface ConcatenateLayer extends LayerOf<"concatenate"> {
  readonly axis: number;
}

/** What files that cannot say more call a value that is given out. */
export type OutputLayer = LayerOf<"output">;

/**
 * A layer of a network that is trained.
 *
 * Values have no axis of examples; the first axis is that of channels where others follow.
 * A list of layers is in an order in which each comes after those that it takes from.
 */
export type LayerRecord =
  | InputLayer
  | DenseLayer
  | ConvolutionLayer
  | PoolingLayer
  | GlobalPoolingLayer
  | NormalisationLayer
  | ScaleLayer
  | ReluLayer
  | SoftmaxLayer
  | FlattenLayer
  | ReshapeLayer
  | TransposeLayer
  | AddLayer
  | ConcatenateLayer
  | OutputLayer;
