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

/** What is wanted of recorded data. */
export interface GetDataOptions {
  /** Drop what is given from what is kept. */
  readonly clear?: boolean;
}

/** The names of two groups together: what all neurons have, and data of any of them. */
export interface SharedNames<N extends CellNames, M extends CellNames> {
  readonly numbers: N["numbers"] & M["numbers"];
  readonly lists: N["lists"] & M["lists"];
  readonly variables: N["variables"] & M["variables"];
  readonly data: N["data"] | M["data"];
  readonly receptors: N["receptors"] & M["receptors"];
}

/** The names that all groups of a list have, and those that data of any of them have. */
export interface NamesOfAll<G extends readonly Group[]> {
  readonly numbers: InAll<NamesOf<G[number]>, "numbers">;
  readonly lists: InAll<NamesOf<G[number]>, "lists">;
  readonly variables: InAll<NamesOf<G[number]>, "variables">;
  readonly data: NamesOf<G[number]>["data"];
  readonly receptors: InAll<NamesOf<G[number]>, "receptors">;
}

type NamesOf<G extends Group> = G extends Group<infer N> ? N : never;

// What is inferred for a parameter from a union of functions is in the parameters of all of them.
type InAll<N extends CellNames, Kind extends keyof CellNames> = (
  N extends unknown
    ? (name: N[Kind]) => void
    : never
) extends (name: infer Name) => void
  ? Name & string
  : never;

/**
 * Neurons: a population, a part of one, or several together.
 *
 * Without a type argument it stands for neurons of any cell type: what a function takes that does not ask which.
 */
export interface Group<N extends CellNames = CellNames> extends Iterable<NeuronId<N>> {
  readonly label: string;
  readonly size: number;
  /** Numbers of the neurons within the simulation. */
  readonly allCells: Uint32Array;
  readonly firstId: number;
  readonly lastId: number;
  readonly receptorTypes: readonly N["receptors"][];
  /** In um: x, y and z of all neurons. */
  readonly positions: Positions;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly conductanceBased: boolean | undefined;
  /** Whether currents can be injected. */
  readonly injectable: boolean;
  /** Find the index of a neuron by its number within the simulation. */
  idToIndex(id: number): number;
  /** Take one neuron; negative indices count from the end. */
  at(index: number): NeuronId<N>;
  /** Take Python's `[start:stop:step]`. */
  slice(start?: number, stop?: number, step?: number): PopulationView<N>;
  /** Take neurons by indices or by a mask; they come in order, each once. */
  select(selector: Selector): PopulationView<N>;
  /** Put this and another group together. */
  plus<M extends CellNames>(other: Group<M>): Assembly<SharedNames<N, M>>;
  get(name: ParameterName<N>, options?: { readonly simplify?: boolean }): Got;
  set(values: ParameterValues<N>): void;
  /** Set initial values, and where the simulation is under way its state; the next run waits for it by itself. */
  initialize(values: VariableValues<N>): Promise<void>;
  record(
    variables: N["variables"] | "spikes" | readonly (N["variables"] | "spikes")[] | null,
    options?: RecordOptions,
  ): void;
  /** Tell whether all neurons have a variable: one of theirs, or of a standard cell. */
  canRecord(variable: N["variables"] | StandardVariable | "spikes"): boolean;
  /** Name the unit of a recordable variable or a parameter. */
  findUnits(variable: ParameterName<N> | N["variables"] | "spikes"): string;
  getData(variables?: Wanted<N>, options?: GetDataOptions): Block<N["data"]>;
  /** Write data as JSON. */
  writeData(path: string, variables?: Wanted<N>, options?: GetDataOptions): void;
  /** Count the spikes of each neuron whose spikes are recorded, by its number. */
  getSpikeCounts(): ReadonlyMap<number, number>;
  meanSpikeCount(): number;
  inject(source: CurrentSource): void;
  /** Choose `n` neurons by chance. */
  sample(n: number, rng?: Rng): PopulationView<N>;
  savePositions(path: string): void;
  annotate(annotations: Readonly<Record<string, unknown>>): void;
  describe(): string;
  readonly [membersOf]: Members;
  /** Never there: carries the names for the compiler. */
  readonly names?: N;
}

/** Which variables are wanted of recorded data. */
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
  /** Initial values of state variables: one value where all neurons have the same. */
  readonly initialValues: { readonly [Name in N["variables"]]?: Got };
  /** Put the neurons at these places, x, y and z of each. */
  setPositions(positions: readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>]): void;
  /** Find the neuron next to a point. */
  nearest(point: Point): NeuronId<N>;
}

/** A part of a population. */
export interface PopulationView<N extends CellNames = CellNames> extends Group<N> {
  readonly kind: "view";
  readonly celltype: string;
  readonly parent: Group;
  /** The population that this is a part of in the end. */
  readonly grandparent: Group;
  /** Give the indices within the population of indices within this view. */
  indexInGrandparent(indices: readonly number[]): Uint32Array;
  nearest(point: Point): NeuronId<N>;
}

/** Populations and views taken together. */
export interface Assembly<N extends CellNames = CellNames> extends Group<N> {
  readonly kind: "assembly";
  readonly populations: readonly Group[];
}
