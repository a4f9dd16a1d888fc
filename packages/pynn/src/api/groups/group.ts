import type { StandardVariable } from "../cells/cell-names.ts";
import type {
  CellNames,
  ParameterName,
  ParameterValues,
  VariableValues,
} from "../cells/cell-type.ts";
import type { CurrentSource } from "../currents.ts";
import type { Rng } from "../random/rng.ts";
import type { Block } from "../recording/neo.ts";
import type { RecordOptions } from "../recording/record.ts";
import type { Point, Positions } from "../space/space.ts";
import type { Got } from "../values/stored-values.ts";
import type { NeuronId } from "./neuron-id.ts";
import type { Members, membersOf } from "./population-state.ts";
import type { Selector } from "./selection.ts";

/** Options for reading recorded data. */
export interface GetDataOptions {
  /** Discard returned data. */
  readonly clear?: boolean;
}

/** Combined names of two groups: those that all neurons have, and those of any data. */
export interface SharedNames<N extends CellNames, M extends CellNames> {
  readonly numbers: N["numbers"] & M["numbers"];
  readonly lists: N["lists"] & M["lists"];
  readonly variables: N["variables"] & M["variables"];
  readonly data: N["data"] | M["data"];
  readonly receptors: N["receptors"] & M["receptors"];
}

/** Names that all groups of a list have, and those of any data. */
export interface NamesOfAll<G extends readonly Group[]> {
  readonly numbers: InAll<NamesOf<G[number]>, "numbers">;
  readonly lists: InAll<NamesOf<G[number]>, "lists">;
  readonly variables: InAll<NamesOf<G[number]>, "variables">;
  readonly data: NamesOf<G[number]>["data"];
  readonly receptors: InAll<NamesOf<G[number]>, "receptors">;
}

type NamesOf<G extends Group> = G extends Group<infer N> ? N : never;

// The type inferred for a parameter from a union of functions is the intersection of their parameters.
type InAll<N extends CellNames, Kind extends keyof CellNames> = (
  N extends unknown
    ? (name: N[Kind]) => void
    : never
) extends (name: infer Name) => void
  ? Name & string
  : never;

/**
 * Neurons: a population, a part of one, or several combined.
 *
 * Without a type argument it means neurons of any cell type, for functions that do not depend on it.
 */
export interface Group<N extends CellNames = CellNames> extends Iterable<NeuronId<N>> {
  readonly label: string;
  readonly size: number;
  /** Ids of the neurons in the simulation. */
  readonly allCells: Uint32Array;
  readonly firstId: number;
  readonly lastId: number;
  readonly receptorTypes: readonly N["receptors"][];
  /** x, y and z of all neurons in um. */
  readonly positions: Positions;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly conductanceBased: boolean | undefined;
  /** Whether currents can be injected. */
  readonly injectable: boolean;
  /** Find the index of a neuron by its id in the simulation. */
  idToIndex(id: number): number;
  /** Return one neuron; negative indices count from the end. */
  at(index: number): NeuronId<N>;
  /** Select like Python's `[start:stop:step]`. */
  slice(start?: number, stop?: number, step?: number): PopulationView<N>;
  /** Select neurons by indices or a mask; they are in ascending order without duplicates. */
  select(selector: Selector): PopulationView<N>;
  /** Combine this group with another one. */
  plus<M extends CellNames>(other: Group<M>): Assembly<SharedNames<N, M>>;
  get(name: ParameterName<N>, options?: { readonly simplify?: boolean }): Got;
  set(values: ParameterValues<N>): void;
  /** Set initial values, and the current state if the simulation is in progress; the next run waits for it. */
  initialize(values: VariableValues<N>): Promise<void>;
  record(
    variables: N["variables"] | "spikes" | readonly (N["variables"] | "spikes")[] | null,
    options?: RecordOptions,
  ): void;
  /** Return whether all neurons have a variable: their own, or one of a standard cell. */
  canRecord(variable: N["variables"] | StandardVariable | "spikes"): boolean;
  /** Return the unit of a recordable variable or a parameter. */
  findUnits(variable: ParameterName<N> | N["variables"] | "spikes"): string;
  getData(variables?: Wanted<N>, options?: GetDataOptions): Block<N["data"]>;
  /** Write data as JSON; only an earlier file of data is replaced. */
  writeData(path: string, variables?: Wanted<N>, options?: GetDataOptions): void;
  /** Count the spikes of each recorded neuron, by id. */
  getSpikeCounts(): ReadonlyMap<number, number>;
  meanSpikeCount(): number;
  inject(source: CurrentSource): void;
  /** Select `n` random neurons. */
  sample(n: number, rng?: Rng): PopulationView<N>;
  savePositions(path: string): void;
  annotate(annotations: Readonly<Record<string, unknown>>): void;
  describe(): string;
  readonly [membersOf]: Members;
  /** Never present: carries the names for the compiler. */
  readonly names?: N;
}

/** Variables to read from recorded data. */
type Wanted<N extends CellNames> = "all" | N["data"] | "spikes" | readonly (N["data"] | "spikes")[];

/** Neurons of one cell type. */
export interface Population<N extends CellNames = CellNames> extends Group<N> {
  readonly kind: "population";
  /** PyNN's class name. */
  readonly celltype: string;
  /** Name and parameters of the structure. */
  readonly structure: {
    readonly name: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
  /** Initial values of state variables: a single value if all are equal. */
  readonly initialValues: { readonly [Name in N["variables"]]?: Got };
  /** Set the positions of the neurons, x, y and z of each. */
  setPositions(positions: readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>]): void;
  /** Find the neuron nearest to a point. */
  nearest(point: Point): NeuronId<N>;
}

/** A part of a population. */
export interface PopulationView<N extends CellNames = CellNames> extends Group<N> {
  readonly kind: "view";
  readonly celltype: string;
  readonly parent: Group;
  /** The population at the root of nested views. */
  readonly grandparent: Group;
  /** Convert indices in this view to indices in the population. */
  indexInGrandparent(indices: readonly number[]): Uint32Array;
  nearest(point: Point): NeuronId<N>;
}

/** Populations and views combined. */
export interface Assembly<N extends CellNames = CellNames> extends Group<N> {
  readonly kind: "assembly";
  readonly populations: readonly Group[];
}
