import type { NumberBlock } from "../hdf5/read/numbers.ts";

/** Numbers in row-major order. */
export interface NirArray {
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  readonly values: NumberBlock;
  /** Read some rows at a time while the file is open; missing if all numbers are in memory. */
  readonly bands?: () => Iterable<NirBand>;
}

/** Some rows of an array. */
export interface NirBand {
  /** Index of their first number in the array. */
  readonly first: number;
  readonly values: NumberBlock;
}

/** Strings in row-major order. */
export interface NirTexts {
  readonly shape: readonly number[];
  readonly texts: readonly string[];
}

/** Metadata by name; execution of the graph does not depend on it. */
export type NirMetadata = ReadonlyMap<string, string | NirArray | NirTexts | NirMetadata>;

type Pair = readonly [rows: number, columns: number];

interface Spiking {
  readonly v_threshold: NirArray;
  readonly v_reset?: NirArray;
}

interface Leaky {
  readonly r: NirArray;
  readonly v_leak: NirArray;
}

interface TwoStage extends Leaky {
  readonly tau_syn: NirArray;
  readonly tau_mem: NirArray;
  readonly w_in?: NirArray;
}

interface Pool {
  readonly kernel_size: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
}

interface Convolution<Side, Padding> {
  readonly input_shape?: Side;
  readonly weight: NirArray;
  readonly stride: Side;
  readonly padding: Padding | "same" | "valid";
  readonly dilation: Side;
  readonly groups: number;
  readonly bias: NirArray;
}

/** Parameters of each node type except graphs, named as in a file. */
export interface NirParameters {
  readonly Input: { readonly shape: readonly number[] };
  readonly Output: { readonly shape: readonly number[] };
  readonly Affine: { readonly weight: NirArray; readonly bias: NirArray };
  readonly Linear: { readonly weight: NirArray };
  readonly Scale: { readonly scale: NirArray };
  readonly Conv1d: Convolution<number, number>;
  readonly Conv2d: Convolution<Pair, Pair>;
  readonly SumPool2d: Pool;
  readonly AvgPool2d: Pool;
  readonly Flatten: {
    readonly input_type?: readonly number[];
    readonly start_dim: number;
    readonly end_dim: number;
  };
  readonly Delay: { readonly delay: NirArray };
  readonly Threshold: { readonly threshold: NirArray };
  readonly I: { readonly r: NirArray };
  readonly IF: { readonly r: NirArray } & Spiking;
  readonly LI: { readonly tau: NirArray } & Leaky;
  readonly LIF: { readonly tau: NirArray } & Leaky & Spiking;
  readonly CubaLI: TwoStage;
  readonly CubaLIF: TwoStage & Spiking;
}

/** Name of a node type other than a graph. */
export type NodeTypeName = keyof NirParameters;

/** A node other than a graph. */
export type NirPrimitive = {
  readonly [Type in NodeTypeName]: {
    readonly type: Type;
    readonly metadata?: NirMetadata;
  } & NirParameters[Type];
}[NodeTypeName];

/** A graph: nodes by name, and edges between them. */
export interface NirGraph {
  readonly type: "NIRGraph";
  readonly nodes: ReadonlyMap<string, NirNode>;
  /** Pairs of node names; signals of several edges into a node are added. */
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly metadata?: NirMetadata | undefined;
}

/** Any node of a graph, including nested graphs. */
export type NirNode = NirPrimitive | NirGraph;

/** Contents of a file. */
export interface NirFile {
  /** Version of the library that wrote it. */
  readonly version: string;
  /** A graph or a single node. */
  readonly node: NirNode;
}
