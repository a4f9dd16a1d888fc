import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { drawnRows, planProjection } from "@spikeloom/network";
import { NIR_WRITE } from "./errors.ts";

/** Weights of a projection with the same delay. */
export interface Weights {
  /** In ms. */
  readonly delay: number;
  /** One row per target, one column per source. */
  readonly values: Float64Array;
}

/** Maximum number of weights of a graph in one matrix. */
const mostWeights = 2 ** 27;

/** Draw the weights of a projection as a run does, one matrix per delay. */
export function weightsOf(network: NetworkRecord, index: number, stack: Stack): readonly Weights[] {
  const place = `projections[${index}]`;
  const planned = planProjection(network, index, {
    stack,
    seed: network.seed ?? 0,
    functions: hostFunctions,
  });
  const { weight, delay, from, to } = planned;
  const columns = network.populations[from]?.size ?? 0;
  const size = columns * (network.populations[to]?.size ?? 0);
  const matrices = new Map<number, Float64Array>();
  for (const row of drawnRows(planned, [weight, delay])) {
    const [weights, delays] = row.values;
    for (let k = 0; k < row.partners.length; k++) {
      const time = delays?.[k] ?? 0;
      let matrix = matrices.get(time);
      if (matrix === undefined) {
        if ((matrices.size + 1) * size > mostWeights) throw tooLarge(place);
        matrix = new Float64Array(size);
        matrices.set(time, matrix);
      }
      const at = row.target(k) * columns + row.source(k);
      matrix[at] = (matrix[at] ?? 0) + (weights?.[k] ?? 0);
    }
  }
  const found = [...matrices].map(([time, values]) => ({ delay: time, values }));
  return found.sort((a, b) => a.delay - b.delay);
}

function tooLarge(place: string): Error {
  return NIR_WRITE({
    place,
    message: "A NIR graph has a full matrix for each delay of a projection.",
    expected: `at most ${mostWeights} weights in total`,
    got: "more",
  });
}
