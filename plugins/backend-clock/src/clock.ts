import {
  type BackendRecord,
  checkOptionNames,
  defineBackend,
  type OptionNames,
} from "@spikeloom/kernel";
import { checkJob } from "./check-job.ts";
import { asSaved, backendNames } from "./checkpoint/saved-state.ts";
import { estimateJob } from "./memory/estimate.ts";
import { prepare } from "./prepare.ts";

/** How the clock backend computes. */
export interface ClockOptions {
  /** `wasm` (default), or `js`: the slow form that `wasm` is checked against. */
  readonly target?: "wasm" | "js";
  /**
   * When a spike of a target acts on plastic synapses: `lazy`, when they are next needed, or `eager`, at once.
   *
   * The bits are the same; the analysis of each rule chooses where it is not given. A rule that cannot wait is
   * refused with `lazy`.
   */
  readonly plasticity?: "lazy" | "eager";
}

const names: OptionNames<ClockOptions> = {
  target: true,
  plasticity: true,
};

/** Make the clock-driven backend: all neurons advance together, step by step. */
export function clock(options: ClockOptions = {}): BackendRecord {
  checkOptionNames(options, names, "clock");
  const { target = "wasm", plasticity } = options;
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
      "explicit-step",
      "integer-state",
      "procedural-connectivity",
      "per-synapse-state",
      "coupling",
      "plasticity",
      "modulators",
      "structure",
      "checkpoint",
    ],
    check: (job) => checkJob(job, { evaluation: plasticity }),
    estimate: estimateJob,
    prepare: (job) => prepare(asSaved(job), { target, evaluation: plasticity }),
  });
}
