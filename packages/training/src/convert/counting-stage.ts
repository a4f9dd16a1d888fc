import { type LargestStage, largest, type WeightedStage, weighted } from "./stage.ts";
import { levelOf } from "./thresholds.ts";

/** A stage whose values are spike counts. */
export type CountingStage =
  | LargestStage
  | (Omit<WeightedStage, "activation"> & {
      /** Maximum number of spikes; undefined if the potentials are the result. */
      readonly levels: number | undefined;
    });

/**
 * Weights and potentials are multiples of this fraction of a threshold.
 *
 * Sums of such numbers are exact in any order, so counts are those of integer arithmetic.
 */
const grid = 2 ** -20;

/** Round a number to the grid. */
export function onGrid(value: number): number {
  return Math.floor(value / grid + 0.5) * grid;
}

/** Factors of the weights. */
export interface Scales {
  /** Value represented by a spike of the previous stage; 1 for input values. */
  readonly before: number;
  /** Value represented by a spike of this stage; 1 if it does not spike. */
  readonly own: number;
  readonly levels: number | undefined;
}

/** Scale the weights of a stage to a threshold of 1; half a threshold rounds to the nearest count. */
export function countingStage(
  { activation: _, ...stage }: WeightedStage,
  { before, own, levels }: Scales,
): CountingStage {
  const half = levels === undefined ? 0 : 0.5;
  return {
    ...stage,
    levels,
    weight: stage.weight.map((one) => onGrid((one * before) / own)),
    bias: stage.bias.map((one) => onGrid(one / own + half)),
  };
}

/** Return the potentials of a stage before it spikes, or the maxima of counts. */
export function potentials(stage: CountingStage, counts: Float64Array): Float64Array {
  return stage.kind === "largest" ? largest(stage, counts) : weighted(stage, counts);
}

/** Return the spike counts for given potentials; the potentials themselves if the stage does not spike. */
export function spikeCounts(stage: CountingStage, found: Float64Array): Float64Array {
  if (stage.kind === "largest" || stage.levels === undefined) return found;
  const { levels } = stage;
  // The potentials already include the half.
  return found.map((one) => levelOf((one - 0.5) / levels, 1, levels));
}
