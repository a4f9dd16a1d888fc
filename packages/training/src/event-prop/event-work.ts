import type { WasmMemory } from "@spikeloom/code/encoder";
import type { LearningRequest, LossOrigin, TrainingLoss } from "@spikeloom/kernel";
import { trainingMemory } from "../memory/training-memory.ts";
import { loadOrigin } from "../workers/load-origin.ts";
import type { ThreadTask } from "../workers/start-threads.ts";
import type { ThreadWork } from "../workers/thread-work.ts";
import { eventBlocks, eventExamples } from "./event-examples.ts";
import { readEventBatch } from "./event-memory.ts";
import type { EventNetwork } from "./event-network.ts";

/** Description of a worker that trains on exact spike times, as data. */
export interface EventTask extends ThreadTask {
  readonly kind: "events";
  /** Its synapses are shared. */
  readonly network: EventNetwork;
  readonly request: Pick<LearningRequest, "readout" | "trainable">;
  readonly loss: LossOrigin;
  readonly wake: number;
  /** Where batches are. */
  readonly memory: WasmMemory;
  /** Gradients of blocks. */
  readonly sums: readonly Float64Array[];
}

/** Create the work function of a worker that trains on exact spike times. */
export async function eventWork(task: EventTask): Promise<ThreadWork> {
  const { network, request, wake, sums } = task;
  const loss = await loadOrigin<TrainingLoss>(task.loss);
  const examples = eventExamples(network, { ...request, loss, wake });
  const memory = trainingMemory(0, "f64", { memory: task.memory });
  const read = { given: network.given, sizes: examples };
  return {
    get at() {
      return examples.at;
    },
    follow: memory.follow,
    partsOf(kind, shared) {
      const place = shared.batch();
      const given = readEventBatch(memory, place, read);
      const blocks = eventBlocks(place.size);
      return (block) => {
        const own = blocks[block];
        if (own === undefined) return;
        examples.takeBlock(given, own, kind === "learn" ? sums[block] : undefined);
      };
    },
  };
}
