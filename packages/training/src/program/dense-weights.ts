import { indexBuffer } from "@spikeloom/network";
import type { ProjectionProgram } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";

/** The weights of a projection as a matrix, and where in it each synapse is. */
export interface DenseWeights {
  readonly sources: number;
  readonly targets: number;
  /** By source and target; 0 where there is no synapse. */
  readonly values: Float64Array;
  /** The element of each synapse, in the order in which a network lists them. */
  readonly places: Uint32Array;
}

/** Draw all rows of a projection into a matrix over all neurons of both populations. */
export function denseWeights(
  { name, plan, weight, sources: from, targets: to }: ProjectionProgram,
  [sources, targets]: readonly [number, number],
): DenseWeights {
  const values = new Float64Array(sources * targets);
  const taken = new Uint8Array(values.length);
  const listed: (readonly [entry: number, place: number])[] = [];
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
      const place = from.neuron(source) * targets + to.neuron(target);
      if (taken[place] === 1) throw repeated(name);
      taken[place] = 1;
      values[place] = out[k] as number;
      listed.push([plan.listed?.entry(index, k, partner) ?? listed.length, place]);
    }
  }
  listed.sort(([left], [right]) => left - right);
  return { sources, targets, values, places: Uint32Array.from(listed, ([, place]) => place) };
}

function repeated(name: string): Error {
  return NOT_TRAINED({
    place: `projection "${name}"`,
    message: "A pair of neurons is connected more than once.",
    expected: "at most one synapse from a neuron to another",
    next: "Choose a connector that connects each pair once, such as all-to-all.",
  });
}
