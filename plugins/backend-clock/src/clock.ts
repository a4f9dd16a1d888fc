import { type BackendRecord, defineBackend } from "@spikeloom/kernel";
import { prepare } from "./prepare.ts";

/** How the clock backend computes. */
export interface ClockOptions {
  /** `wasm` (default), or `js`: the slow form that `wasm` is checked against. */
  readonly target?: "wasm" | "js";
}

/** Make the clock-driven backend: all neurons advance together, step by step. */
export function clock({ target = "wasm" }: ClockOptions = {}): BackendRecord {
  return defineBackend({
    name: target === "wasm" ? "clock" : "clock-js",
    about:
      target === "wasm"
        ? "Clock-driven simulation in WebAssembly, compiled for each network."
        : "Clock-driven simulation in plain JavaScript: slow, for checking.",
    provides: [
      "delays",
      "zero-delay",
      "linear-receptors",
      "escape-noise",
      "noise",
      "sources",
      "explicit-step",
      "procedural-connectivity",
      "chunked-run",
    ],
    prepare: (job) => prepare(job, target),
  });
}
