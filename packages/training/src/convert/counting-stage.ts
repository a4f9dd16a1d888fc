import { type LargestStage, largest, type WeightedStage, weighted } from "./stage.ts";
import { levelOf } from "./thresholds.ts";

/** A stage whose values are numbers of spikes. */
export type CountingStage =
  | LargestStage
  | (Omit<WeightedStage, "activation"> & {
      /** Spikes at most; undefined where potentials are the result. */
      readonly levels: number | undefined;
    });

/**
 * Weights and potentials are multiples of this part of a threshold.
 *
 * Sums of such numbers are exact in whatever order they are added, so that counts are those of whole numbers.
 */
const grid = 2 ** -20;

/** Bring a number to the grid. */
export function onGrid(value: number): number {
  return Math.floor(value / grid + 0.5) * grid;
}

/** What weights are scaled by. */
export interface Scales {
  /** The value that a spike of the stage before stands for; 1 for values that come in as they are. */
  readonly before: number;
  /** That of a spike of this one; 1 where there is none. */
  readonly own: number;
  readonly levels: number | undefined;
}

/** Scale the weights of a stage so that its threshold is 1; half a threshold rounds to the nearest count. */
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

/** Give the potentials that a stage comes to before it spikes, or the counts of the largest. */
export function potentials(stage: CountingStage, counts: Float64Array): Float64Array {
  return stage.kind === "largest" ? largest(stage, counts) : weighted(stage, counts);
}

/** Give how often neurons spike with such potentials; as they are where they do not. */
export function spikeCounts(stage: CountingStage, found: Float64Array): Float64Array {
  if (stage.kind === "largest" || stage.levels === undefined) return found;
  const { levels } = stage;
  // The half is in the potentials already.
  return found.map((one) => levelOf((one - 0.5) / levels, 1, levels));
}
