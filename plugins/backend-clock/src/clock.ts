import {
  type BackendRecord,
  checkOptionNames,
  defineBackend,
  type OptionNames,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { checkProgram } from "./check-program.ts";
import { backendNames } from "./checkpoint/saved-state.ts";
import { clockJob, clockOptions, clockTask } from "./clock-job.ts";
import { estimateJob } from "./memory/estimate.ts";
import { prepare } from "./prepare.ts";

/** Machine on which the clock backend computes. */
export interface ClockOptions {
  /** `wasm` (default), or `js`: slow, the reference for `wasm`. */
  readonly target?: "wasm" | "js";
}

const names: OptionNames<ClockOptions> = {
  target: true,
};

/** Create the clock-driven backend: all neurons advance together, step by step. */
export function clock(options: ClockOptions = {}): BackendRecord {
  checkOptionNames(options, names, "clock");
  const { target = "wasm" } = options;
  return defineBackend({
    name: backendNames[target],
    about:
      target === "wasm"
        ? "Clock-driven simulation in WebAssembly, compiled for each network."
        : "Clock-driven simulation in plain JavaScript: slow, for checking.",
    provides: [
      "delays",
      "zero-delay",
      "escape-noise",
      "noise",
      "sources",
      "random-sources",
      "current-stimuli",
      "poisson-stimuli",
      "explicit-step",
      "integer-state",
      "procedural-connectivity",
      "synapse-models",
      "per-synapse-state",
      "stepped-synapses",
      "synapse-reads",
      "synapse-events",
      "coupling",
      "plasticity",
      "modulators",
      "structure",
      "synapse-recorders",
      "checkpoint",
    ],
    options: clockOptions,
    check: (program: NetworkProgram, chosen, asked) =>
      checkProgram(program, clockTask(program, chosen, asked)),
    estimate: (program: NetworkProgram, chosen, wanted) =>
      estimateJob(program, clockTask(program, chosen, wanted), wanted),
    prepare: (program: NetworkProgram, job) => prepare(clockJob(program, job), { program, target }),
    async prepareBatch(request) {
      // A page that runs no batches does not load it.
      const { clockBatch } = await import("./batch/clock-batch.ts");
      return clockBatch(request, target);
    },
  });
}
