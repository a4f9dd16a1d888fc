import { dealtBatch, sumBlocks } from "./blocks.ts";
import type { ExampleRun } from "./example-run.ts";
import type { RunParts } from "./run-parts.ts";

/** Takes blocks of a batch that is in memory. */
export interface BlockTaker {
  readonly blocks: number;
  /** Assess the examples of a block and, to learn, sum their gradients. */
  take(block: number): void;
}

/** Make what takes blocks of a batch of so many examples. */
export function blockTaker(
  parts: RunParts,
  run: ExampleRun,
  { size, learns }: { readonly size: number; readonly learns: boolean },
): BlockTaker {
  const isWhole = learns && parts.program.populations.some((one) => one.normalised !== undefined);
  // What is normalised takes all samples of a batch together.
  const blocks = isWhole ? [[{ first: 0, count: size }]] : dealtBatch(size, parts.plan);
  const sums = sumBlocks(parts);
  return {
    blocks: blocks.length,
    take(block) {
      const groups = blocks[block] ?? [];
      if (!learns) {
        for (const group of groups) run.forward(group);
        return;
      }
      const gradients = sums.enter(block);
      for (const group of groups) {
        run.forward(group, 1 / size);
        run.backward(group, gradients);
      }
      sums.leave(block);
    },
  };
}
