import type {
  ConnectorRequest,
  NetworkRecord,
  ProjectionRecord,
  SpaceRecord,
} from "@spikeloom/kernel";
import { POSITIONS } from "../errors.ts";
import { type DistanceFunction, distanceFunction } from "../positions/distance.ts";
import type { Coordinates } from "../positions/place-neurons.ts";
import type { ProjectionEnds } from "../values/pair-frame.ts";
import type { ConnectionProgram } from "./connection-program.ts";
import { findPopulation, resolveCoordinates } from "./resolve-population.ts";
import { type Chosen, chooseNeurons } from "./selection.ts";

/** Both ends of a projection: the selected neurons, and their values for formulas. */
export interface EndPair {
  readonly sources: Chosen;
  readonly targets: Chosen;
  readonly ends: ProjectionEnds;
  /** Information for connectors about neurons at both ends. */
  readonly overlap: Pick<ConnectorRequest, "samePopulation" | "sourceOf" | "targetOf">;
}

/** The populations at the ends, and their space. */
export interface EndContext {
  /** Number of neurons of a population. */
  size(population: string, place: string): number;
  /** Positions of all neurons of a population; undefined if it has none. */
  coordinates(population: string): Coordinates | undefined;
  readonly space: SpaceRecord | undefined;
}

/** Resolve the selections, positions and overlap of a projection's ends. */
export function projectionEnds(
  network: NetworkRecord,
  record: ProjectionRecord,
  {
    seed,
    place,
    isPlaced = true,
  }: { readonly seed: number; readonly place: string; readonly isPlaced?: boolean },
): EndPair {
  return connectionEnds(record, place, {
    size: (name, where) => findPopulation(network, name, where).size,
    coordinates: (name) => (isPlaced ? resolveCoordinates(network, name, seed) : undefined),
    space: network.space,
  });
}

/** Resolve the ends of a connection within the populations of a context. */
export function connectionEnds(
  connection: Pick<ConnectionProgram, "from" | "to" | "fromNeurons" | "toNeurons">,
  place: string,
  context: EndContext,
): EndPair {
  const { from, to, fromNeurons, toNeurons } = connection;
  const [before, after] = [context.size(from, `${place}.from`), context.size(to, `${place}.to`)];
  const sources = chooseNeurons(fromNeurons, before, `${place}.fromNeurons`);
  const targets = chooseNeurons(toNeurons, after, `${place}.toNeurons`);
  const placed = (population: string, chosen: Chosen): Coordinates | undefined =>
    selectPlaces(context.coordinates(population), chosen);
  const fromPlaces = placed(from, sources);
  const toPlaces = placed(to, targets);
  const places = { from: fromPlaces, to: toPlaces };
  return {
    sources,
    targets,
    ends: {
      sources: sources.size,
      targets: targets.size,
      ...places,
      distance: lazyDistance(() => makeDistance(places, { from, to, place, space: context.space })),
    },
    overlap: overlapOf(from === to, sources, targets),
  };
}

function selectPlaces(all: Coordinates | undefined, chosen: Chosen): Coordinates | undefined {
  if (all === undefined || chosen.isAll === true) return all;
  return all.map((axis) =>
    Float64Array.from({ length: chosen.size }, (_, k) => axis[chosen.neuron(k)] ?? 0),
  );
}

/** Positions are requested only if something depends on the distance. */
function lazyDistance(make: () => DistanceFunction): DistanceFunction {
  let measure: DistanceFunction | undefined;
  return (i, j) => {
    measure ??= make();
    return measure(i, j);
  };
}

function makeDistance(
  { from, to }: { readonly from: Coordinates | undefined; readonly to: Coordinates | undefined },
  ends: {
    readonly from: string;
    readonly to: string;
    readonly place: string;
    readonly space: SpaceRecord | undefined;
  },
): DistanceFunction {
  const { place, space } = ends;
  if (from !== undefined && to !== undefined) return distanceFunction(space, { from, to, place });
  throw POSITIONS({
    place: `populations.${from === undefined ? ends.from : ends.to}`,
    message: `The population has no positions, but "${place}" depends on distances.`,
    next: 'Set its "positions".',
  });
}

function overlapOf(one: boolean, sources: Chosen, targets: Chosen): EndPair["overlap"] {
  if (!one) return { samePopulation: false, sourceOf: () => -1, targetOf: () => -1 };
  return {
    samePopulation: sameNeurons(sources, targets),
    sourceOf: (target) => sources.index(targets.neuron(target)),
    targetOf: (source) => targets.index(sources.neuron(source)),
  };
}

function sameNeurons(sources: Chosen, targets: Chosen): boolean {
  if (sources.size !== targets.size) return false;
  if (sources.isAll && targets.isAll) return true;
  for (let k = 0; k < sources.size; k++) {
    if (sources.neuron(k) !== targets.neuron(k)) return false;
  }
  return true;
}
