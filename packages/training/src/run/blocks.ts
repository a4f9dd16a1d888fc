import type { RunParts } from "./run-parts.ts";

/**
 * Blocks of examples whose gradients are summed apart, and then block after block.
 *
 * Their number follows from the size of a batch alone, so that whoever computes a block changes no bit.
 */
export const mostBlocks = 8;
/** Examples that a block has at least, where there is more than one. */
const leastExamples = 32;

/** The blocks of a batch that is gone through in order. */
export interface Blocks {
  /** Begin with an example; gives the element where the gradients of its block begin. */
  enter(example: number): number;
  /** Add up all blocks in those of the first. */
  finish(): void;
}

/** Give the number of blocks of a batch. */
function blocksOf(size: number): number {
  return Math.max(1, Math.min(mostBlocks, Math.floor(size / leastExamples)));
}

/** Give the first example of a block. */
function blockStart(block: number, size: number): number {
  return Math.ceil((block * size) / blocksOf(size));
}

/** Sum the gradients of a batch by blocks. */
export function sumBlocks({ program, plan, memory, machine }: RunParts, size: number): Blocks {
  const count = blocksOf(size);
  const { trainedElements } = plan;
  let block = -1;
  const parameters = program.populations.flatMap(({ name, trained }) =>
    trained.map((one) => ({
      sums: plan.populations.get(name)?.adjoints.get(one) ?? 0,
      place: plan.parameters.get(`${name}.${one}`),
    })),
  );
  const leave = (): void => {
    if (block < 0) return;
    const gradients = memory.at(plan.gradients, trainedElements * count);
    for (const { sums, place } of parameters) {
      if (place === undefined) continue;
      gradients.set(memory.at(sums, place.pitch), block * trainedElements + place.at);
    }
  };
  return {
    enter(example) {
      if (block + 1 < count && example === blockStart(block + 1, size)) {
        leave();
        block++;
        const begin = block * trainedElements;
        memory.at(plan.gradients, begin + trainedElements).fill(0, begin);
        for (const { sums, place } of parameters) memory.at(sums, place?.pitch ?? 0).fill(0);
      }
      return block * trainedElements;
    },
    finish() {
      leave();
      machine.addBlocks(plan.gradients, count, trainedElements);
    },
  };
}
