import type { NeuronRecord } from "@spikeloom/kernel";
import type { CellNames, PynnCellType } from "./cells/cell-type.ts";
import { type NativeCellFactory, type NativeNames, nativeCells } from "./cells/native-cells.ts";
import { type NeuronParts, neuronParts, PointNeuron } from "./cells/point-neuron.ts";
import { type StandardCells, standardCells } from "./cells/standard-cells.ts";
import { checkGroup, checkNumber } from "./check-arguments.ts";
import type { Connector } from "./connectors/connector.ts";
import { type Connectors, connectorsOf } from "./connectors/connectors.ts";
import { type Control, controlOf } from "./control.ts";
import { type CurrentSources, currentSources } from "./currents.ts";
import type { Assembly, Group, NamesOfAll, Population, PopulationView } from "./groups/group.ts";
import { assemblyGroup, viewGroup } from "./groups/kinds.ts";
import {
  makePopulation,
  type PopulationOptions,
  type PopulationSize,
} from "./groups/make-population.ts";
import { membersOf, pickMembers } from "./groups/population-state.ts";
import { readSelector, type Selector } from "./groups/selection.ts";
import { makeProjection, type ProjectionOptions } from "./projection/make-projection.ts";
import type { Projection } from "./projection/projection.ts";
import type { DistributionName, DistributionValues } from "./random/distribution-names.ts";
import { KeyedRNG } from "./random/keyed-rng.ts";
import { NumpyRNG } from "./random/numpy-rng.ts";
import { RandomDistribution } from "./random/random-distribution.ts";
import type { Rng } from "./random/rng.ts";
import { Space } from "./space/space.ts";
import { Cuboid, Grid2D, Grid3D, Line, RandomStructure, Sphere } from "./space/structures.ts";
import type { SimulationState } from "./state.ts";
import {
  type NativeSynapse,
  type NativeSynapseFactory,
  nativeSynapses,
} from "./synapses/native-synapses.ts";
import { type StandardSynapses, standardSynapses } from "./synapses/standard-synapses.ts";
import { type PlasticityParts, plasticityParts, STDPMechanism } from "./synapses/stdp-mechanism.ts";
import type { Carried } from "./synapses/synapse-type.ts";
import { IndexBasedExpression } from "./values/connection-values.ts";

// Connections between potentials have no delay, and a separate receptor.
type Coupling<Attributes extends string> = "delay" extends Attributes
  ? never
  : "source_section.gap";

/** Functions that create populations and projections. */
export interface Building {
  Population<N extends CellNames>(
    size: PopulationSize,
    type: PynnCellType<N>,
    options?: PopulationOptions<NoInfer<N>>,
  ): Population<N>;
  /** Select neurons of a group by indices or a mask; they are in ascending order without duplicates. */
  PopulationView<N extends CellNames>(
    parent: Group<N>,
    selector: Selector,
    label?: string,
  ): PopulationView<N>;
  /** Combine groups; the last argument may be a record with a label. */
  Assembly<const G extends readonly Group[]>(groups: G, label?: string): Assembly<NamesOfAll<G>>;
  Projection<N extends CellNames, Attributes extends string = Carried>(
    pre: Group,
    post: Group<N>,
    connector: Connector<NoInfer<Attributes>>,
    options?: ProjectionOptions<NoInfer<N>["receptors"] | Coupling<Attributes>, Attributes>,
  ): Projection<Attributes>;
  /** Create a distribution; by default it draws from the simulation's own source. */
  RandomDistribution<D extends DistributionName>(
    name: D,
    parameters: DistributionValues<NoInfer<D>>,
    rng?: Rng,
  ): RandomDistribution;
  /** Create a list of numbers, such as spike times. */
  Sequence(values: Iterable<number>): Float64Array;
  /** Use a neuron model of the stack, or a record, with its own parameter names. */
  nativeCellType<M extends string | NeuronRecord>(model: M): NativeCellFactory<NativeNames<M>>;
  nativeSynapseType(native: NativeSynapse): NativeSynapseFactory;
  /** List PyNN's standard cells. */
  listStandardModels(): readonly string[];
  /** The network as in a network file, with the losses. */
  network(): { readonly network: object; readonly losses: readonly string[] };
}

const fixed = {
  ...standardCells,
  ...neuronParts,
  PointNeuron,
  ...standardSynapses,
  ...plasticityParts,
  STDPMechanism,
  NumpyRNG,
  KeyedRNG,
  IndexBasedExpression,
  Space,
  Line,
  Grid2D,
  Grid3D,
  RandomStructure,
  Cuboid,
  Sphere,
};

/** PyNN's names that are the same in all simulations. */
export interface PynnNames extends StandardCells, NeuronParts, StandardSynapses, PlasticityParts {
  readonly PointNeuron: typeof PointNeuron;
  readonly STDPMechanism: typeof STDPMechanism;
  readonly NumpyRNG: typeof NumpyRNG;
  readonly KeyedRNG: typeof KeyedRNG;
  readonly IndexBasedExpression: typeof IndexBasedExpression;
  readonly Space: typeof Space;
  readonly Line: typeof Line;
  readonly Grid2D: typeof Grid2D;
  readonly Grid3D: typeof Grid3D;
  readonly RandomStructure: typeof RandomStructure;
  readonly Cuboid: typeof Cuboid;
  readonly Sphere: typeof Sphere;
}

/** A simulation: the equivalent of PyNN's module `sim`. */
export interface Simulation extends PynnNames, Connectors, CurrentSources, Control, Building {}

/** Create a simulation from its state. */
export function simulationOn(state: SimulationState): Simulation {
  return {
    ...fixed,
    ...connectorsOf(state),
    ...currentSources(state),
    ...controlOf(state),
    ...building(state),
  };
}

function building(state: SimulationState): Building {
  return {
    Population: <N extends CellNames>(
      size: PopulationSize,
      type: PynnCellType<N>,
      options: PopulationOptions = {},
    ) => makePopulation(state, size, type as PynnCellType, options) as unknown as Population<N>,
    PopulationView<N extends CellNames>(parent: Group<N>, selector: Selector, label?: string) {
      checkGroup(parent, "PopulationView");
      const indices = readSelector(selector, parent.size, parent.label);
      return viewGroup(state, {
        parent,
        members: pickMembers(parent[membersOf], indices),
        label,
      }) as unknown as PopulationView<N>;
    },
    Assembly: <const G extends readonly Group[]>(groups: G, label?: string) =>
      assemblyGroup(state, groups, label) as unknown as Assembly<NamesOfAll<G>>,
    Projection: (pre, post, connector, options = {}) =>
      makeProjection(state, { pre, post, connector }, options) as Projection<never>,
    RandomDistribution: (name, parameters, rng) =>
      RandomDistribution(name, parameters, rng ?? state.rng),
    Sequence(values) {
      const list = typeof values === "object" && values !== null ? Array.from(values) : [values];
      list.forEach((value, k) => {
        checkNumber(value, `Sequence[${k}]`);
      });
      return Float64Array.from(list);
    },
    nativeCellType: <M extends string | NeuronRecord>(model: M) =>
      nativeCells(model, state.stack) as unknown as NativeCellFactory<NativeNames<M>>,
    nativeSynapseType: (native) => nativeSynapses(native, state.stack),
    listStandardModels: () => Object.keys(standardCells),
    network: () => state.session.network(),
  };
}
