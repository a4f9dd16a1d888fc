import type { RunParts } from "./run-parts.ts";

/** The gradients of a batch, which its blocks have summed apart. */
export interface GradientSums {
  /** Begin with those of another batch. */
  found(blocks: number): void;
  /** Add them up, unless somebody has. */
  sum(): void;
  /** Say how many blocks are to be added up still, for whoever does that along with something else. */
  take(): number;
}

/** Make what adds up the gradients of blocks, not before somebody needs the sums. */
export function gradientSums({ plan, machine }: RunParts): GradientSums {
  let blocks = 1;
  const take = (): number => {
    const left = blocks;
    blocks = 1;
    return left;
  };
  return {
    found(count) {
      blocks = count;
    },
    sum() {
      if (blocks > 1) machine.addBlocks(plan.gradients, take(), plan.trainedElements);
    },
    take,
  };
}
