import type { BackendBatch, BatchRequest } from "@spikeloom/kernel";
import { threadBatch } from "@spikeloom/simulate/threads";
import { prepare } from "../simulation.ts";
import { startEventWorker } from "./start-event-worker.ts";

/** Create a batch whose copies run in threads, each as a whole. */
export function eventBatch(request: BatchRequest): BackendBatch {
  return threadBatch({ request, start: startEventWorker, prepare });
}
