import type { Group } from "./example-run.ts";
import type { RunParts } from "./run-parts.ts";

/**
 * Blocks of examples whose gradients are summed apart, and then block after block.
 *
 * Their number follows from the size of a batch alone, so that whoever computes a block changes no bit.
 */
export const mostBlocks = 8;
/** Examples that a block has at least, where there is more than one. */
const leastExamples = 32;

/** Gradients of a block. */
export interface BlockSums {
  /** Begin with a block; gives the element where its gradients begin. */
  enter(block: number): number;
  /** End with a block. */
  leave(block: number): void;
}

/** Deal a batch to blocks, and each of these to groups of so many examples at most. */
export function dealtBatch(size: number, most: number): readonly (readonly Group[])[] {
  return Array.from({ length: blocksOf(size) }, (_, block) => {
    const [begin, end] = [blockStart(block, size), blockStart(block + 1, size)];
    return Array.from({ length: Math.ceil((end - begin) / most) }, (_, k): Group => {
      const first = begin + k * most;
      return { first, count: Math.min(most, end - first) };
    });
  });
}

/** Give the number of blocks of a batch. */
function blocksOf(size: number): number {
  return Math.max(1, Math.min(mostBlocks, Math.floor(size / leastExamples)));
}

/** Give the first example of a block. */
function blockStart(block: number, size: number): number {
  return Math.ceil((block * size) / blocksOf(size));
}

/** Sum the gradients of a block. */
export function sumBlocks({ program, plan, memory }: RunParts): BlockSums {
  const { trainedElements } = plan;
  const parameters = program.populations.flatMap(({ name, trained }) =>
    trained.map((one) => ({
      sums: plan.populations.get(name)?.adjoints.get(one) ?? 0,
      place: plan.parameters.get(`${name}.${one}`),
    })),
  );
  return {
    enter(block) {
      const begin = block * trainedElements;
      memory.at(plan.gradients, begin + trainedElements).fill(0, begin);
      for (const { sums, place } of parameters) memory.at(sums, place?.pitch ?? 0).fill(0);
      return begin;
    },
    leave(block) {
      const gradients = memory.at(plan.gradients, trainedElements * (block + 1));
      for (const { sums, place } of parameters) {
        if (place === undefined) continue;
        gradients.set(memory.at(sums, place.pitch), block * trainedElements + place.at);
      }
    },
  };
}
