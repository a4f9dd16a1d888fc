import type { BackendBatch, BatchRequest } from "@spikeloom/kernel";
import { threadBatch } from "@spikeloom/simulate/threads";
import { type ClockSettings, clockJob } from "../clock-job.ts";
import { prepare } from "../prepare.ts";
import { startCopyWorker } from "./start-copy-worker.ts";

/** Create a batch whose copies run in threads, each as a whole. */
export function clockBatch(request: BatchRequest, target: "wasm" | "js"): BackendBatch {
  const { workers } = request.options as Partial<ClockSettings>;
  return threadBatch({
    request,
    workers,
    settings: target,
    start: startCopyWorker,
    prepare: (program, job) => prepare(clockJob(program, job), { program, target }),
  });
}
