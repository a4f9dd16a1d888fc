/** A multi-dimensional array in row-major order. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

interface LayerOf<Kind extends string> {
  readonly kind: Kind;
  /** Unique name. */
  readonly name: string;
  /** Names of the input layers, in order. */
  readonly from: readonly string[];
}

/** A window that slides over the spatial axes; one number per axis. */
interface Window {
  readonly stride: readonly number[];
  /** Zero padding before and after each axis. */
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly dilation: readonly number[];
}

/**
 * Input values.
 *
 * `shape` has no batch axis; an undefined entry is a free dimension.
 */
export interface InputLayer extends LayerOf<"input"> {
  readonly shape: readonly (number | undefined)[];
}

/** `weight x + bias`: weights by output and input. */
export interface DenseLayer extends LayerOf<"dense"> {
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
}

/** Cross-correlation; weights by output channel, input channel in group, position. */
export interface ConvolutionLayer extends LayerOf<"convolution">, Window {
  readonly weight: Tensor;
  readonly bias?: Tensor | undefined;
  readonly groups: number;
}

/** Maximum or mean over a window. */
export interface PoolingLayer extends LayerOf<"pooling">, Window {
  readonly how: "largest" | "mean";
  readonly size: readonly number[];
  /** Whether a mean includes the padding. */
  readonly countsPadding: boolean;
  /** Whether a window may extend past the end. */
  readonly overhangs: boolean;
}

/** Maximum or mean over all positions of a channel. */
export interface GlobalPoolingLayer extends LayerOf<"global-pooling"> {
  readonly how: "largest" | "mean";
  /** Whether the spatial axes are kept with length 1. */
  readonly keepsAxes: boolean;
}

/**
 * Batch normalisation of each channel.
 *
 * `scale (x - mean) / sqrt(variance + epsilon) + shift` (Ioffe and Szegedy 2015, algorithm 2, arXiv:1502.03167).
 */
export interface NormalisationLayer extends LayerOf<"normalisation"> {
  readonly scale: Tensor;
  readonly shift: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly epsilon: number;
}

/** `scale x + shift`, both broadcast as in NumPy. */
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

/** Flattens all axes into one. */
export type FlattenLayer = LayerOf<"flatten">;

/** Changes the shape without reordering the values. */
export interface ReshapeLayer extends LayerOf<"reshape"> {
  readonly shape: readonly number[];
}

/** Permutes the axes. */
export interface TransposeLayer extends LayerOf<"transpose"> {
  /** Input axis for each output axis. */
  readonly axes: readonly number[];
}

/** Sum of the inputs, of equal shape or broadcast from the last axis on. */
export type AddLayer = LayerOf<"add">;

/** Concatenates the inputs along an axis. */
export interface ConcatenateLayer extends LayerOf<"concatenate"> {
  readonly axis: number;
}

/** An output marker, used by files that cannot otherwise label an output. */
export type OutputLayer = LayerOf<"output">;

/**
 * A layer of a trained network.
 *
 * Values have no batch axis; the first axis is the channel if others follow. Lists of layers are topologically ordered.
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
