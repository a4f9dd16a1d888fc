import type { DrawnSynapses, PopulationProgram } from "@spikeloom/program";
import { weightConversion } from "@spikeloom/program/derive";
import { lavaDialect, nengoLoihiDialect } from "./dialects.ts";
import { type WeightFormat, weightConversions } from "./synapse.ts";

/** Weights that can reach neurons in one step. */
export interface Arriving {
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
  /** Effect of a weight, in units of the register. */
  effect(weight: number): number;
}

/** Exclusive bounds of the accumulator and of the current. */
export const accumulatorRange: number = 2 ** 21;
export const currentRange: number = 2 ** 23;

/** Largest sums of one sign that can reach each neuron: all of its synapses at once. */
export function largestSums(arrivals: readonly Arriving[], size: number): Float64Array {
  const [positive, negative] = [new Float64Array(size), new Float64Array(size)];
  for (const { targets, weights, effect } of arrivals) {
    for (let k = 0; k < targets.length; k++) {
      const value = effect(weights[k] as number);
      const sums = value > 0 ? positive : negative;
      const target = targets[k] as number;
      sums[target] = (sums[target] as number) + value;
    }
  }
  return positive.map((sum, neuron) => Math.max(sum, -(negative[neuron] as number)));
}

/** A projection to a population that is stated in integers of the chip. */
export interface StatedWeights {
  readonly drawn: DrawnSynapses;
  readonly format: WeightFormat | undefined;
}

/** Decide by interval arithmetic whether all dialects give a population the same integers, whatever arrives. */
export function agreementNote(
  { name, size, parameters, initial }: PopulationProgram,
  projections: readonly StatedWeights[],
): string | undefined {
  const arrivals: Arriving[] = [];
  for (const { drawn, format } of projections) {
    if (drawn.rows === undefined) return undefined;
    const of = (dialect: typeof lavaDialect) =>
      format && weightConversion(weightConversions(dialect, format).delivered);
    const [one, other] = [of(nengoLoihiDialect), of(lavaDialect)];
    const differs = drawn.rows.weights.find((weight) => one?.(weight) !== other?.(weight));
    if (differs !== undefined) {
      return `${name}: the dialects store the weight ${differs} of "${drawn.name}" differently`;
    }
    arrivals.push({ ...drawn.rows, effect: (weight) => 64 * (one?.(weight) ?? weight) });
  }
  const sums = largestSums(arrivals, size);
  const of = (parameter: string, neuron: number): number => {
    const value = (parameters.get(parameter) ?? initial.get(parameter))?.value ?? 0;
    return typeof value === "number" ? value : (value[neuron % value.length] as number);
  };
  const outside = sums.findIndex((sum, neuron) => {
    // A current keeps (4095 - du) / 4096 of itself.
    const settled = (4096 * sum) / (1 + of("du", neuron));
    const current = Math.max(settled, Math.abs(of("u", neuron)) + sum);
    const bias = Math.abs(of("bias", neuron)) * 2 ** of("bias_exp", neuron);
    return sum >= accumulatorRange || current + bias >= currentRange;
  });
  if (outside < 0) return `${name}: no sum can leave its register, so the dialects agree`;
  return `${name}: sums of neuron ${outside} can leave their registers; see the counts`;
}
