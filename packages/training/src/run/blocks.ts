import type { MemoryPlan } from "../memory/memory-plan.ts";
import { coefficientChain } from "./exact-coefficients.ts";
import type { Group } from "./example-run.ts";
import type { RunParts } from "./run-parts.ts";

/**
 * Blocks of examples whose gradients are summed apart, and then block after block.
 *
 * Their number follows from the network and the size of a batch alone, so that whoever computes a block changes no bit.
 */
export const mostBlocks = 8;

/** Gradients of a block. */
export interface BlockSums {
  /** Begin with a block; gives the element where its gradients begin. */
  enter(block: number): number;
  /** End with a block. */
  leave(block: number): void;
}

/** Sizes that determine how a batch is divided into blocks. */
export type Dealing = Pick<MemoryPlan, "group" | "block" | "wholeBlocks">;

/**
 * Deal a batch to blocks of whole groups; the last group takes what is left.
 *
 * If each block is one group, groups differ by at most one sample; a block too large for one group, as in assessment, is several.
 */
export function dealtBatch(
  size: number,
  { group, block, wholeBlocks }: Dealing,
): readonly (readonly Group[])[] {
  const groups = Array.from({ length: Math.ceil(size / group) }, (_, k): Group => {
    return { first: k * group, count: Math.min(group, size - k * group) };
  });
  const blocks = Math.max(1, Math.min(mostBlocks, Math.floor(size / block)));
  if (wholeBlocks) {
    const begin = (own: number): number => Math.ceil((own * size) / blocks);
    return Array.from({ length: blocks }, (_, own) => {
      const [first, end] = [begin(own), begin(own + 1)];
      return Array.from({ length: Math.ceil((end - first) / group) }, (_, k): Group => {
        const at = first + k * group;
        return { first: at, count: Math.min(group, end - at) };
      });
    });
  }
  const start = (own: number): number => Math.floor((own * groups.length) / blocks);
  return Array.from({ length: blocks }, (_, own) => groups.slice(start(own), start(own + 1)));
}

/** Sum the gradients of a block. */
export function sumBlocks({ program, plan, memory, machine }: RunParts): BlockSums {
  const { trainedElements } = plan;
  const bytes = memory.type === "f64" ? 8 : 4;
  const chained = coefficientChain({ program, plan, memory });
  const parameters = program.populations.flatMap(({ name, trained }) =>
    trained.map((one) => ({
      sums: plan.populations.get(name)?.adjoints.get(one) ?? 0,
      place: plan.parameters.get(`${name}.${one}`),
    })),
  );
  return {
    enter(block) {
      const begin = block * trainedElements;
      machine.clear(plan.gradients + bytes * begin, trainedElements);
      for (const { sums, place } of parameters) machine.clear(sums, place?.pitch ?? 0);
      for (const { sums, pitch } of chained.coefficients) machine.clear(sums, pitch);
      return begin;
    },
    leave(block) {
      if (parameters.length === 0) return;
      const gradients = memory.at(plan.gradients, trainedElements * (block + 1));
      for (const { sums, place } of parameters) {
        if (place === undefined) continue;
        gradients.set(memory.at(sums, place.pitch), block * trainedElements + place.at);
      }
      chained.add(gradients.subarray(block * trainedElements));
    },
  };
}
