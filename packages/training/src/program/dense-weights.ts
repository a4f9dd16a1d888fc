import { indexBuffer } from "@spikeloom/network";
import type { OpenProjection } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";

/** The weights of a projection as a matrix, and the location of each weight in it. */
export interface WeightMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; 0 if there is no synapse. */
  readonly values: Float64Array;
  /** The element of each weight, in the order in which a network lists them. */
  readonly places: Uint32Array;
}

/** A synapse: its ends, its weight, and its index in a network's list. */
export interface ListedSynapse {
  readonly entry: number | undefined;
  readonly source: number;
  readonly target: number;
  readonly weight: number;
}

/** Draw all rows of a projection into a matrix by source and target. */
export function denseWeights(
  projection: OpenProjection,
  [sources, targets]: readonly [number, number],
): WeightMatrix {
  const values = new Float64Array(sources * targets);
  const taken = new Uint8Array(values.length);
  const listed: (readonly [entry: number, place: number])[] = [];
  for (const { entry, source, target, weight } of synapsesOf(projection)) {
    const place = source * targets + target;
    if (taken[place] === 1) throw repeated(projection.name);
    taken[place] = 1;
    values[place] = weight;
    listed.push([entry ?? listed.length, place]);
  }
  listed.sort(([left], [right]) => left - right);
  const places = Uint32Array.from(listed, ([, place]) => place);
  return { rows: sources, columns: targets, values, places };
}

/** Draw the synapses of a projection, row by row. */
export function* synapsesOf({
  plan,
  weight,
  sources: from,
  targets: to,
}: OpenProjection): Generator<ListedSynapse> {
  const row = indexBuffer();
  let out = new Float64Array(0);
  const { by } = plan;
  for (let index = 0; index < (by === "target" ? to : from).size; index++) {
    row.clear();
    plan.partners(index, row);
    const partners = row.view();
    if (out.length !== partners.length) out = new Float64Array(partners.length);
    if (weight.constant === undefined) weight.fill({ index, partners }, out);
    else out.fill(weight.constant);
    for (let k = 0; k < partners.length; k++) {
      const partner = partners[k] as number;
      const [source, target] = by === "target" ? [partner, index] : [index, partner];
      const entry = plan.listed?.entry(index, k, partner);
      const ends = { source: from.neuron(source), target: to.neuron(target) };
      yield { entry, ...ends, weight: out[k] as number };
    }
  }
}

function repeated(name: string): Error {
  return NOT_TRAINED({
    place: `projection "${name}"`,
    message: "Two neurons are connected by more than one synapse.",
    expected: "at most one synapse from a neuron to another",
    next: "Use a connector that connects each pair at most once, such as all-to-all.",
  });
}
