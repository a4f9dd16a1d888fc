import { normalises } from "../program/layer-order.ts";
import { type BlockSums, dealtBatch, sumBlocks } from "./blocks.ts";
import type { ExampleRun } from "./example-run.ts";
import type { RunParts } from "./run-parts.ts";

/** Takes blocks of a batch that is in memory. */
export interface BlockTaker {
  readonly blocks: number;
  /** Assess the examples of a block and, to learn, sum their gradients. */
  take(block: number): void;
}

/** A block of a batch, with its number of samples. */
interface Taken {
  readonly size: number;
  readonly learns: boolean;
}

/** Make what takes blocks of batches; that of the last batch is kept, as most are of the same size. */
export function blockTakers(parts: RunParts, run: ExampleRun): (taken: Taken) => BlockTaker {
  const sums = sumBlocks(parts);
  let last: { readonly taken: Taken; readonly taker: BlockTaker } | undefined;
  return (taken) => {
    if (last?.taken.size !== taken.size || last.taken.learns !== taken.learns) {
      last = { taken, taker: blockTaker(parts, { run, sums, ...taken }) };
    }
    return last.taker;
  };
}

function blockTaker(
  parts: RunParts,
  { run, sums, size, learns }: Taken & { readonly run: ExampleRun; readonly sums: BlockSums },
): BlockTaker {
  const blocks = dealtBatch(size, parts.plan);
  const keeps = learns && normalises(parts.program);
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
      if (keeps) keepStatistics(parts, block);
    },
  };
}

/** Keep the means and variances of a block, which is one group where anything is normalised. */
function keepStatistics({ program, plan, memory }: RunParts, block: number): void {
  for (const { name, normalised } of program.populations) {
    const normal = plan.populations.get(name)?.normal;
    const kept = plan.statistics.get(name);
    if (normalised === undefined || normal === undefined || kept === undefined) continue;
    const { channels } = normalised;
    const doubles = memory.doubles();
    [normal.means, normal.variances].forEach((from, k) => {
      const to = kept / 8 + (2 * block + k) * channels;
      doubles.copyWithin(to, from / 8, from / 8 + channels);
    });
  }
}
