import type { NirParameters, NodeTypeName } from "./graph.ts";

/** Type of a node parameter in a file. */
export type FieldKind =
  /** Numbers of any shape. */
  | "numbers"
  /** A list of lengths. */
  | "lengths"
  /** An integer. */
  | "count"
  /** Two integers, for rows and columns. */
  | "pair"
  /** The same, or `same` or `valid`. */
  | "padding"
  | "padding-pair";

/** A node parameter. */
export interface NodeField {
  readonly kind: FieldKind;
  readonly optional?: true;
  /** Number of axes; any if missing. */
  readonly axes?: number;
  /** Minimum number of axes. */
  readonly leastAxes?: number;
}

const numbers: NodeField = { kind: "numbers" };
const maybe: NodeField = { kind: "numbers", optional: true };
const weight: NodeField = { kind: "numbers", leastAxes: 2 };
const lengths: NodeField = { kind: "lengths" };
const count: NodeField = { kind: "count" };
const pair: NodeField = { kind: "pair" };
const channels: NodeField = { kind: "numbers", axes: 1 };

const leaky = { r: numbers, v_leak: numbers } as const;
// Files before version 1.0.6 have no reset value, which is then 0.
const spiking = { v_threshold: numbers, v_reset: maybe } as const;
const twoStage = { tau_syn: numbers, tau_mem: numbers, ...leaky, w_in: maybe } as const;
const pool = { kernel_size: pair, stride: pair, padding: pair } as const;

/** Parameters of each node type except graphs, named as in a file. */
const nodeTypes: {
  readonly [Type in NodeTypeName]: {
    readonly [Name in keyof NirParameters[Type]]-?: NodeField;
  };
} = {
  Input: { shape: lengths },
  Output: { shape: lengths },
  Affine: { weight, bias: numbers },
  Linear: { weight },
  Scale: { scale: numbers },
  Conv1d: {
    input_shape: { kind: "count", optional: true },
    weight: { kind: "numbers", axes: 3 },
    stride: count,
    padding: { kind: "padding" },
    dilation: count,
    groups: count,
    bias: channels,
  },
  Conv2d: {
    input_shape: { kind: "pair", optional: true },
    weight: { kind: "numbers", axes: 4 },
    stride: pair,
    padding: { kind: "padding-pair" },
    dilation: pair,
    groups: count,
    bias: channels,
  },
  SumPool2d: pool,
  AvgPool2d: pool,
  Flatten: {
    input_type: { kind: "lengths", optional: true },
    start_dim: count,
    end_dim: count,
  },
  Delay: { delay: numbers },
  Threshold: { threshold: numbers },
  I: { r: numbers },
  IF: { r: numbers, ...spiking },
  LI: { tau: numbers, ...leaky },
  LIF: { tau: numbers, ...leaky, ...spiking },
  CubaLI: twoStage,
  CubaLIF: { ...twoStage, ...spiking },
};

/** Names of all node types except graphs. */
export const nodeTypeNames: readonly NodeTypeName[] = Object.keys(nodeTypes) as NodeTypeName[];

/** Parameters of a node type, by name. */
export function fieldsOf(type: NodeTypeName): readonly (readonly [string, NodeField])[] {
  return Object.entries(nodeTypes[type]);
}

/** Whether a text is the name of a node type other than a graph. */
export function isNodeType(name: string): name is NodeTypeName {
  return Object.hasOwn(nodeTypes, name);
}
