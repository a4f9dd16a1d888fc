import type { LayerRecord, Tensor } from "@spikeloom/kernel";
import type { Shape } from "../layers/shapes.ts";
import type { Attribute, GraphNode } from "./model.ts";

/** A value passed between layers. */
export interface Value {
  /** Layer that outputs it. */
  readonly layer: string;
  /** Without the batch axis. */
  readonly shape: Shape;
}

/** Inputs for reading an operator. */
export interface NodeView {
  /** A unique name. */
  readonly name: string;
  /** Version of the standard operator set. */
  readonly version: number;
  readonly inputs: readonly string[];
  /** Variable input at a position; undefined if it is a constant or missing. */
  value(place: number): Value | undefined;
  constant(place: number): Tensor | undefined;
  whole(name: string, otherwise: number): number;
  wholes(name: string): readonly number[] | undefined;
  number(name: string, otherwise: number): number;
  text(name: string, otherwise: string): string;
  has(name: string): boolean;
}

/** Equivalent layers; undefined if there is no equivalent. */
export type Outcome =
  | { readonly layer: LayerRecord }
  | { readonly passes: Value; readonly lost?: string }
  | { readonly constant: Tensor }
  | undefined;

/** Context for reading an operator. */
export interface Known {
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly values: ReadonlyMap<string, Value>;
  readonly version: number;
}

/** Create the view of an operator and its inputs. */
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
