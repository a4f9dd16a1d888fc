import type { ConnectorRequest, NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { POSITIONS } from "../errors.ts";
import { type DistanceFunction, distanceFunction } from "../positions/distance.ts";
import type { Coordinates } from "../positions/place-neurons.ts";
import type { ProjectionEnds } from "../values/pair-frame.ts";
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
  const { from, to, fromNeurons, toNeurons } = record;
  const pre = findPopulation(network, from, `${place}.from`);
  const post = findPopulation(network, to, `${place}.to`);
  const sources = chooseNeurons(fromNeurons, pre.size, `${place}.fromNeurons`);
  const targets = chooseNeurons(toNeurons, post.size, `${place}.toNeurons`);
  const placed = (population: string, chosen: Chosen): Coordinates | undefined =>
    isPlaced ? selectPlaces(network, population, { chosen, seed }) : undefined;
  const fromPlaces = placed(from, sources);
  const toPlaces = placed(to, targets);
  return {
    sources,
    targets,
    ends: {
      sources: sources.size,
      targets: targets.size,
      from: fromPlaces,
      to: toPlaces,
      distance: lazyDistance(network, { from: fromPlaces, to: toPlaces, record, place }),
    },
    overlap: overlapOf(from === to, sources, targets),
  };
}

function selectPlaces(
  network: NetworkRecord,
  population: string,
  { chosen, seed }: { readonly chosen: Chosen; readonly seed: number },
): Coordinates | undefined {
  const all = resolveCoordinates(network, population, seed);
  return all?.map((axis) =>
    Float64Array.from({ length: chosen.size }, (_, k) => axis[chosen.neuron(k)] ?? 0),
  );
}

/** Positions are asked for only where something depends on the distance. */
function lazyDistance(
  network: NetworkRecord,
  given: {
    readonly from: Coordinates | undefined;
    readonly to: Coordinates | undefined;
    readonly record: ProjectionRecord;
    readonly place: string;
  },
): DistanceFunction {
  let measure: DistanceFunction | undefined;
  return (i, j) => {
    measure ??= makeDistance(network, given);
    return measure(i, j);
  };
}

function makeDistance(
  network: NetworkRecord,
  given: {
    readonly from: Coordinates | undefined;
    readonly to: Coordinates | undefined;
    readonly record: ProjectionRecord;
    readonly place: string;
  },
): DistanceFunction {
  const { from, to, record, place } = given;
  if (from !== undefined && to !== undefined) {
    return distanceFunction(network.space, { from, to, place });
  }
  throw POSITIONS({
    place: `populations.${from === undefined ? record.from : record.to}`,
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
