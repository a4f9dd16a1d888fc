import { drawnRows } from "@spikeloom/network";
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

/** A synapse: its ends, its weight and delay, and its index in a network's list. */
export interface ListedSynapse {
  readonly entry: number;
  readonly source: number;
  readonly target: number;
  readonly weight: number;
  /** In ms. */
  readonly delay: number;
}

/** Draw all rows of a projection into a matrix by source and target. */
export function denseWeights(
  projection: OpenProjection,
  [sources, targets]: readonly [number, number],
): WeightMatrix {
  const values = new Float64Array(sources * targets);
  const taken = new Uint8Array(values.length);
  const entries = new Uint32Array(values.length);
  const places = new Uint32Array(values.length);
  let count = 0;
  for (const row of drawnRows(projection, [projection.weight])) {
    const [weights] = row.values;
    for (let k = 0; k < row.partners.length; k++) {
      const place = row.source(k) * targets + row.target(k);
      if (taken[place] === 1) throw repeated(projection.name);
      taken[place] = 1;
      values[place] = weights?.[k] as number;
      entries[count] = row.entry(k);
      places[count++] = place;
    }
  }
  const drawn = places.slice(0, count);
  const inOrder = { rows: sources, columns: targets, values };
  if (projection.plan.listed === undefined) return { ...inOrder, places: drawn };
  const order = Uint32Array.from(drawn, (_, k) => k);
  order.sort((a, b) => (entries[a] as number) - (entries[b] as number) || a - b);
  return { ...inOrder, places: order.map((k) => drawn[k] as number) };
}

/** Draw the synapses of a projection, row by row. */
export function* synapsesOf(projection: OpenProjection): Generator<ListedSynapse> {
  for (const row of drawnRows(projection, [projection.weight, projection.delay])) {
    const [weights, delays] = row.values as [Float64Array, Float64Array];
    for (let k = 0; k < row.partners.length; k++) {
      yield {
        entry: row.entry(k),
        source: row.source(k),
        target: row.target(k),
        weight: weights[k] as number,
        delay: delays[k] as number,
      };
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
