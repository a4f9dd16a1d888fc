import type { LayerRecord, Tensor } from "@spikeloom/kernel";
import type { Shape } from "../layers/shapes.ts";
import type { Attribute, GraphNode } from "./model.ts";

/** A value that goes from layer to layer. */
export interface Value {
  /** The layer that it comes out of. */
  readonly layer: string;
  /** Without the axis of examples. */
  readonly shape: Shape;
}

/** What an operator is read with. */
export interface NodeView {
  /** A name of its own. */
  readonly name: string;
  /** Version of the standard operators. */
  readonly version: number;
  readonly inputs: readonly string[];
  /** The value that comes in at a place; undefined where it is a constant, or left out. */
  value(place: number): Value | undefined;
  constant(place: number): Tensor | undefined;
  whole(name: string, otherwise: number): number;
  wholes(name: string): readonly number[] | undefined;
  number(name: string, otherwise: number): number;
  text(name: string, otherwise: string): string;
  has(name: string): boolean;
}

/** What an operator becomes; nothing where it cannot be said. */
export type Outcome =
  | { readonly layer: LayerRecord }
  | { readonly passes: Value; readonly lost?: string }
  | { readonly constant: Tensor }
  | undefined;

/** What is there when an operator is read. */
export interface Known {
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly values: ReadonlyMap<string, Value>;
  readonly version: number;
}

/** See an operator with what comes into it. */
export function nodeView(node: GraphNode, name: string, known: Known): NodeView {
  const { inputs, attributes } = node;
  const at = (place: number): string => inputs[place] ?? "";
  const given = (key: string): Attribute | undefined =>
    attributes.find((attribute) => attribute.name === key);
  return {
    name,
    version: known.version,
    inputs,
    value: (place) => known.values.get(at(place)),
    constant: (place) => known.constants.get(at(place)),
    whole: (key, otherwise) => given(key)?.whole ?? otherwise,
    wholes: (key) => given(key)?.wholes,
    number: (key, otherwise) => given(key)?.number ?? otherwise,
    text: (key, otherwise) => given(key)?.text ?? otherwise,
    has: (key) => given(key) !== undefined,
  };
}
