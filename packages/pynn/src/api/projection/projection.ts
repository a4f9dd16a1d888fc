import type { ConnectionValue } from "../values/connection-values.ts";

/** Which of several connections of a pair a matrix shows, or how they are reduced. */
export type MultipleSynapses = "sum" | "min" | "max" | "first" | "last";

/** Options for attributes in rows, one per connection. */
export interface ListFormat {
  readonly format?: "list";
  /** Whether each row starts with both indices, by default true. */
  readonly withAddress?: boolean;
}

/** Options for attributes in matrices, one row per presynaptic neuron. */
export interface ArrayFormat {
  readonly format: "array";
  readonly multipleSynapses?: MultipleSynapses;
}

/** A matrix of one attribute: NaN without connection. */
export type AttributeMatrix = readonly Float64Array[];

/** One connection; to change many, use `set` of the projection, which is faster. */
export interface Connection<Attributes extends string = string> {
  readonly presynapticIndex: number;
  readonly postsynapticIndex: number;
  get(name: Attributes): Promise<number>;
  set(values: { readonly [Name in Attributes]?: number }): Promise<void>;
}

/** Connections from one group to another; by default with any attributes. */
export interface Projection<Attributes extends string = string>
  extends Iterable<Connection<Attributes>> {
  readonly kind: "projection";
  readonly label: string;
  /** Number of connections. */
  readonly size: number;
  /** Sizes of both groups. */
  readonly shape: readonly [pre: number, post: number];
  readonly receptorType: string;
  /** PyNN's class name. */
  readonly synapseType: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  /** Ids of the neurons at both ends. */
  readonly preIds: Uint32Array;
  readonly postIds: Uint32Array;
  /** List both indices of all connections in creation order. */
  pairs(): { readonly sources: Uint32Array; readonly targets: Uint32Array };
  /** Return one connection by creation order. */
  at(index: number): Connection<Attributes>;
  get(name: Attributes, format: ArrayFormat): Promise<AttributeMatrix>;
  get(names: readonly Attributes[], format: ArrayFormat): Promise<readonly AttributeMatrix[]>;
  get(
    names: Attributes | readonly Attributes[],
    format?: ListFormat,
  ): Promise<readonly (readonly number[])[]>;
  /**
   * Set attributes of all connections.
   *
   * Besides the values accepted by a synapse type, a list has one value per connected pair, ordered by presynaptic
   * neuron; several connections of a pair share it.
   */
  set(
    values: {
      readonly [Name in Attributes]?: ConnectionValue | readonly number[] | Float64Array;
    },
  ): Promise<void>;
  /**
   * Write attributes as text readable by PyNN: "all" of them, or those named; matrices have 0 without connection.
   *
   * Only an earlier file of connections is replaced.
   */
  save(
    names: "all" | Attributes | readonly Attributes[],
    path: string,
    format?: ListFormat | ArrayFormat,
  ): Promise<void>;
  annotate(annotations: Readonly<Record<string, unknown>>): void;
  describe(): string;
  /** Never present: carries the names for the compiler. */
  readonly attributes?: Attributes;
}
