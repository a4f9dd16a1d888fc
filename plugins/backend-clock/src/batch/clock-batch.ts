import type { BackendBatch, BatchRequest } from "@spikeloom/kernel";
import { threadBatch } from "@spikeloom/simulate/threads";
import { clockJob } from "../clock-job.ts";
import { prepare } from "../prepare.ts";
import { startCopyWorker } from "./start-copy-worker.ts";

/** Create a batch whose copies run in threads, each as a whole. */
export function clockBatch(request: BatchRequest, target: "wasm" | "js"): BackendBatch {
  return threadBatch({
    request,
    settings: target,
    start: startCopyWorker,
    prepare: (program, job) => prepare(clockJob(program, job), { program, target }),
  });
}
