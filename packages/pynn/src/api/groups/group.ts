import type { CellNames, ParameterValues } from "../cells/cell-type.ts";
import type { CurrentSource } from "../currents.ts";
import type { Rng } from "../random/rng.ts";
import type { Block } from "../recording/neo.ts";
import type { RecordOptions } from "../recording/record.ts";
import type { Point } from "../space/space.ts";
import type { Got } from "../values/stored-values.ts";
import type { AnyGroup } from "./any-group.ts";
import type { NeuronId } from "./neuron-id.ts";
import type { Selector } from "./selection.ts";

/** What is wanted of recorded data. */
export interface GetDataOptions {
  /** Drop what is given from what is kept. */
  readonly clear?: boolean;
}

/** Neurons: a population, a part of one, or several together. */
export interface Group<N extends CellNames = CellNames> extends AnyGroup, Iterable<NeuronId<N>> {
  readonly firstId: number;
  readonly lastId: number;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly conductanceBased: boolean | undefined;
  /** Whether currents can be injected. */
  readonly injectable: boolean;
  /** Take one neuron; negative indices count from the end. */
  at(index: number): NeuronId<N>;
  /** Take Python's `[start:stop:step]`. */
  slice(start?: number, stop?: number, step?: number): PopulationView<N>;
  /** Take neurons by indices or by a mask; they come in order, each once. */
  select(selector: Selector): PopulationView<N>;
  /** Put this and another group together. */
  plus(other: AnyGroup): Assembly;
  get(name: N["parameters"], options?: { readonly simplify?: boolean }): Got;
  set(values: ParameterValues<N["parameters"]>): void;
  /** Set initial values, and where the simulation is under way its state; the next run waits for it by itself. */
  initialize(values: ParameterValues<N["variables"]>): Promise<void>;
  record(
    variables: N["variables"] | "spikes" | readonly (N["variables"] | "spikes")[] | null,
    options?: RecordOptions,
  ): void;
  canRecord(variable: string): boolean;
  /** Name the unit of a recordable variable or a parameter. */
  findUnits(variable: string): string;
  getData(
    variables?: "all" | N["variables"] | "spikes" | readonly (N["variables"] | "spikes")[],
    options?: GetDataOptions,
  ): Block;
  /** Write data as JSON. */
  writeData(
    path: string,
    variables?: "all" | string | readonly string[],
    options?: GetDataOptions,
  ): void;
  /** Count the spikes of each neuron whose spikes are recorded, by its number. */
  getSpikeCounts(): ReadonlyMap<number, number>;
  meanSpikeCount(): number;
  inject(source: CurrentSource): void;
  /** Choose `n` neurons by chance. */
  sample(n: number, rng?: Rng): PopulationView<N>;
  savePositions(path: string): void;
  annotate(annotations: Readonly<Record<string, unknown>>): void;
  describe(): string;
}

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
  readonly initialValues: Readonly<Record<string, Got>>;
  /** Put the neurons at these places, x, y and z of each. */
  setPositions(positions: readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>]): void;
  /** Find the neuron next to a point. */
  nearest(point: Point): NeuronId<N>;
}

/** A part of a population. */
export interface PopulationView<N extends CellNames = CellNames> extends Group<N> {
  readonly kind: "view";
  readonly celltype: string;
  readonly parent: AnyGroup;
  /** The population that this is a part of in the end. */
  readonly grandparent: AnyGroup;
  /** Give the indices within the population of indices within this view. */
  indexInGrandparent(indices: readonly number[]): Uint32Array;
  nearest(point: Point): NeuronId<N>;
}

/** Populations and views taken together. */
export interface Assembly extends Group {
  readonly kind: "assembly";
  readonly populations: readonly AnyGroup[];
}
