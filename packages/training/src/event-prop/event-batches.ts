import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { trainingMemory } from "../memory/training-memory.ts";
import { mostBlocks } from "../run/blocks.ts";
import { placeWords } from "../workers/place-words.ts";
import { originsOf } from "../workers/posted-task.ts";
import { startThreads } from "../workers/start-threads.ts";
import { type EventBatch, type EventExamples, eventBlocks } from "./event-examples.ts";
import { readEventBatch, writeEventBatch } from "./event-memory.ts";
import type { EventNetwork } from "./event-network.ts";
import type { EventTask } from "./event-work.ts";

/** Runs batches in one or several threads. */
interface EventBatches {
  /** Gradients of each block, with all trained values in sequence. */
  readonly sums: readonly Float64Array[];
  run(batch: Batch, learns: boolean): EventBatch;
  started(): Promise<void>;
  close(): void;
}

interface BatchesParts {
  /** Its synapses are shared if there are several workers. */
  readonly network: EventNetwork;
  readonly examples: EventExamples;
  readonly wake: number;
}

/** Create the runner of batches, with the requested number of workers. */
export function eventBatches(request: LearningRequest, parts: BatchesParts): EventBatches {
  const { examples } = parts;
  if ((request.workers ?? 1) > 1) return sharedBatches(request, parts);
  const elements = elementsOf(examples);
  const sums = Array.from({ length: mostBlocks }, () => new Float64Array(elements));
  return {
    sums,
    run(batch, learns) {
      const given = {
        batch: { ...batch, targets: Float64Array.from(batch.targets) },
        losses: new Float64Array(batch.size),
        outputs: new Float64Array(batch.size * examples.outputs),
      };
      eventBlocks(batch.size).forEach((block, k) => {
        examples.takeBlock(given, block, learns ? sums[k] : undefined);
      });
      return given;
    },
    started: async () => undefined,
    close: () => undefined,
  };
}

function sharedBatches(
  request: LearningRequest,
  { network, examples, wake }: BatchesParts,
): EventBatches {
  const { loss } = originsOf(request);
  const { readout, trainable, workers = 1 } = request;
  const bytes = 8 * elementsOf(examples);
  const sums = Array.from({ length: mostBlocks }, () => {
    return new Float64Array(new SharedArrayBuffer(bytes));
  });
  const memory = trainingMemory(0, "f64", { shared: true });
  const described = placeWords(0, network.given.length);
  const threads = startThreads({ count: workers - 1, described }, (own): EventTask => {
    const posted = { network, loss, wake, sums, memory: memory.memory } as const;
    return { ...own, ...posted, kind: "events", request: { readout, trainable } };
  });
  const read = { given: network.given, sizes: examples };
  return {
    sums,
    started: threads.started,
    close: threads.close,
    run(batch, learns) {
      const place = writeEventBatch(memory, batch, read);
      const given = readEventBatch(memory, place, read);
      const blocks = eventBlocks(batch.size);
      const asked = { kind: learns ? "learn" : "assess", parts: blocks.length, place } as const;
      threads.share(
        { ...asked, bytes: memory.memory.buffer.byteLength },
        {
          take(k) {
            const block = blocks[k];
            if (block !== undefined) examples.takeBlock(given, block, learns ? sums[k] : undefined);
          },
          at: () => examples.at,
          again: (first) => examples.takeBlock(given, { first, count: 1 }),
        },
      );
      // Copies, because the next batch overwrites them.
      return { batch, losses: given.losses.slice(), outputs: given.outputs.slice() };
    },
  };
}

function elementsOf({ trained }: EventExamples): number {
  return trained.reduce((sum, { values }) => sum + values.length, 0);
}
