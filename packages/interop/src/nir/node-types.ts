import type { NirParameters, NodeTypeName } from "./graph.ts";

/** What a parameter of a node is in a file. */
export type FieldKind =
  /** Numbers of any shape. */
  | "numbers"
  /** A list of lengths. */
  | "lengths"
  /** A whole number. */
  | "count"
  /** Two whole numbers, of rows and of columns. */
  | "pair"
  /** The same, or `same` or `valid`. */
  | "padding"
  | "padding-pair";

/** A parameter of a node. */
export interface NodeField {
  readonly kind: FieldKind;
  readonly optional?: true;
  /** Axes that it has; any number where it is not given. */
  readonly axes?: number;
  /** Axes that it has at least. */
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
// Files from before version 1.0.6 have no value to reset to, which is 0 then.
const spiking = { v_threshold: numbers, v_reset: maybe } as const;
const twoStage = { tau_syn: numbers, tau_mem: numbers, ...leaky, w_in: maybe } as const;
const pool = { kernel_size: pair, stride: pair, padding: pair } as const;

/** Parameters of each type of node, graphs apart, under their names in a file. */
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

/** Names of all types of nodes, graphs apart. */
export const nodeTypeNames: readonly NodeTypeName[] = Object.keys(nodeTypes) as NodeTypeName[];

/** Parameters of a type of node, by name. */
export function fieldsOf(type: NodeTypeName): readonly (readonly [string, NodeField])[] {
  return Object.entries(nodeTypes[type]);
}

/** Whether a text names a type of node that is no graph. */
export function isNodeType(name: string): name is NodeTypeName {
  return Object.hasOwn(nodeTypes, name);
}
