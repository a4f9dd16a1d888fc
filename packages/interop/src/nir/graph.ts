import type { NumberBlock } from "../hdf5/read/numbers.ts";

/** Numbers row after row. */
export interface NirArray {
  /** Empty for a single number. */
  readonly shape: readonly number[];
  readonly values: NumberBlock;
  /** Read them some rows at a time, while the file is open; not there where all are held already. */
  readonly bands?: () => Iterable<NirBand>;
}

/** Some rows of an array. */
export interface NirBand {
  /** Which number of the array the first one is. */
  readonly first: number;
  readonly values: NumberBlock;
}

/** Texts row after row. */
export interface NirTexts {
  readonly shape: readonly number[];
  readonly texts: readonly string[];
}

/** What stands in metadata, by name; nothing that executes a graph depends on it. */
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

/** Parameters of each type of node, graphs apart, under their names in a file. */
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

/** The name of a type of node that is no graph. */
export type NodeTypeName = keyof NirParameters;

/** A node that is no graph. */
export type NirPrimitive = {
  readonly [Type in NodeTypeName]: {
    readonly type: Type;
    readonly metadata?: NirMetadata;
  } & NirParameters[Type];
}[NodeTypeName];

/** A graph: nodes by name, and from which to which signals go. */
export interface NirGraph {
  readonly type: "NIRGraph";
  readonly nodes: ReadonlyMap<string, NirNode>;
  /** Names of two nodes each; what several bring to one is added. */
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly metadata?: NirMetadata | undefined;
}

/** Anything that stands in a graph. */
export type NirNode = NirPrimitive | NirGraph;

/** What a file holds. */
export interface NirFile {
  /** Of the library that wrote it. */
  readonly version: string;
  /** A graph, or a single node. */
  readonly node: NirNode;
}
