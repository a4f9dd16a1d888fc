import type { ConnectionValue } from "../values/connection-values.ts";

/** Which of several connections between a pair a matrix shows, or what is made of them. */
export type MultipleSynapses = "sum" | "min" | "max" | "first" | "last";

/** How attributes are given in rows, one for each connection. */
export interface ListFormat {
  readonly format?: "list";
  /** Begin each row with both indices, as is done unless told otherwise. */
  readonly withAddress?: boolean;
}

/** How attributes are given in matrices, a row for each presynaptic neuron. */
export interface ArrayFormat {
  readonly format: "array";
  readonly multipleSynapses?: MultipleSynapses;
}

/** A matrix of one attribute: NaN where no connection is. */
export type AttributeMatrix = readonly Float64Array[];

/** One connection; to change many of them `set` of the projection takes less time. */
export interface Connection<Attributes extends string = string> {
  readonly presynapticIndex: number;
  readonly postsynapticIndex: number;
  get(name: Attributes): Promise<number>;
  set(values: { readonly [Name in Attributes]?: number }): Promise<void>;
}

/** Connections from one group to another; of any attributes unless told otherwise. */
export interface Projection<Attributes extends string = string>
  extends Iterable<Connection<Attributes>> {
  readonly kind: "projection";
  readonly label: string;
  /** The number of connections. */
  readonly size: number;
  /** The sizes of both groups. */
  readonly shape: readonly [pre: number, post: number];
  readonly receptorType: string;
  /** PyNN's class name. */
  readonly synapseType: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  /** Numbers of the neurons at both ends within the simulation. */
  readonly preIds: Uint32Array;
  readonly postIds: Uint32Array;
  /** List both indices of all connections, in the order of their creation. */
  pairs(): { readonly sources: Uint32Array; readonly targets: Uint32Array };
  /** Take one connection, in the order of their creation. */
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
   * Besides what a synapse type takes, a list has one value for each connected pair, presynaptic neuron by
   * presynaptic neuron; several connections of one pair share it.
   */
  set(
    values: {
      readonly [Name in Attributes]?: ConnectionValue | readonly number[] | Float64Array;
    },
  ): Promise<void>;
  /** Write attributes as text that PyNN reads: "all" of them, or those named; matrices have 0 for none. */
  save(
    names: "all" | Attributes | readonly Attributes[],
    path: string,
    format?: ListFormat | ArrayFormat,
  ): Promise<void>;
  annotate(annotations: Readonly<Record<string, unknown>>): void;
  describe(): string;
  /** Never there: carries the names for the compiler. */
  readonly attributes?: Attributes;
}
