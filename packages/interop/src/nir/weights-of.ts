import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { indexBuffer, planProjection, type SynapseValue } from "@spikeloom/network";
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
  const { plan, sources, targets, weight, delay, from, to } = planned;
  const columns = network.populations[from]?.size ?? 0;
  const size = columns * (network.populations[to]?.size ?? 0);
  const matrices = new Map<number, Float64Array>();
  const partners = indexBuffer();
  const rows = plan.by === "target" ? targets.size : sources.size;
  for (let index = 0; index < rows; index++) {
    partners.clear();
    plan.partners(index, partners);
    const row = { index, partners: partners.view() };
    const [weights, delays] = [weight, delay].map((value) => valuesOf(value, row));
    for (let k = 0; k < row.partners.length; k++) {
      const partner = row.partners[k] ?? 0;
      const [source, target] =
        plan.by === "target"
          ? [sources.neuron(partner), targets.neuron(index)]
          : [sources.neuron(index), targets.neuron(partner)];
      const time = delays?.[k] ?? 0;
      let matrix = matrices.get(time);
      if (matrix === undefined) {
        if ((matrices.size + 1) * size > mostWeights) throw tooLarge(place);
        matrix = new Float64Array(size);
        matrices.set(time, matrix);
      }
      const at = target * columns + source;
      matrix[at] = (matrix[at] ?? 0) + (weights?.[k] ?? 0);
    }
  }
  const found = [...matrices].map(([time, values]) => ({ delay: time, values }));
  return found.sort((a, b) => a.delay - b.delay);
}

function valuesOf(
  value: SynapseValue,
  row: { readonly index: number; readonly partners: Uint32Array },
): Float64Array {
  const out = new Float64Array(row.partners.length);
  if (value.constant !== undefined) return out.fill(value.constant);
  value.fill(row, out);
  return out;
}

function tooLarge(place: string): Error {
  return NIR_WRITE({
    place,
    message: "A NIR graph has a full matrix for each delay of a projection.",
    expected: `at most ${mostWeights} weights in total`,
    got: "more",
  });
}
