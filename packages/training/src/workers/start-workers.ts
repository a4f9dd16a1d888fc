import type { FloatType } from "@spikeloom/code";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import { valueInputs } from "../program/value-inputs.ts";
import { dealtBatch } from "../run/blocks.ts";
import type { ExampleRun } from "../run/example-run.ts";
import type { BatchPlace } from "../run/load-batch.ts";
import type { RunParts } from "../run/run-parts.ts";
import type { BlockTaker } from "../run/take-block.ts";
import type { TrainingRequest } from "../run/training-request.ts";
import { type TakeSlices, takeSlices } from "../run/value-update.ts";
import { placeWords } from "./place-words.ts";
import { originsOf, type PostedTask, postedProgram } from "./posted-task.ts";
import { startThreads } from "./start-threads.ts";

/** Additional threads that process blocks of batches. */
export interface Workers {
  /** Resolves once all can take part. */
  started(): Promise<void>;
  /** Distribute the blocks of a batch in memory over all threads, including this one; returns when all are done. */
  share(
    place: BatchPlace,
    work: { readonly learns: boolean; readonly taker: BlockTaker; readonly run: ExampleRun },
  ): void;
  /** Distribute an update over all threads, including this one. */
  readonly update: TakeSlices;
  close(): void;
}

/** Data with which they are started. */
export interface WorkerParts {
  readonly parts: RunParts;
  /** The plans of the others. */
  readonly others: readonly MemoryPlan[];
  readonly request: TrainingRequest;
  readonly type: FloatType;
}

/** Start threads that share the blocks of batches with this one. */
export function startWorkers({ parts, others, request, type }: WorkerParts): Workers {
  const origins = originsOf(request);
  const { readout, optimiser, carry = false, progress } = request;
  const described = placeWords(valueInputs(parts.program).length, parts.program.given.length);
  const threads = startThreads({ count: others.length, described }, (own): PostedTask => {
    return {
      ...postedProgram(parts.program, others[own.worker] as MemoryPlan),
      ...origins,
      ...own,
      kind: "steps",
      type,
      memory: parts.memory.memory,
      request: { readout, optimiser, carry, ...(progress !== undefined && { progress }) },
    };
  });
  const bytes = (): number => parts.memory.memory.buffer.byteLength;
  return {
    started: threads.started,
    close: threads.close,
    share(place, { learns, taker, run }) {
      const kind = learns ? "learn" : "assess";
      threads.share(
        { kind, parts: taker.blocks, place, bytes: bytes() },
        {
          take: taker.take,
          at: () => run.at,
          again(example) {
            const groups = dealtBatch(place.size, parts.plan).flat();
            const group = groups.find(
              ({ first, count }) => example >= first && example < first + count,
            );
            if (group !== undefined) run.forward(group);
          },
        },
      );
    },
    update(slices, blocks) {
      // If one is already lost, nothing has been changed yet.
      threads.check();
      // A few elements are changed before other threads notice.
      if (slices.slices === 1) return takeSlices(slices, blocks);
      const asked = { kind: "update", parts: slices.slices, blocks, bytes: bytes() } as const;
      return threads.update(asked, (slice) => slices.take(slice, blocks));
    },
  };
}
