import { type BackendRecord, defineBackend } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { checkProgram } from "./check.ts";
import { estimateOf } from "./estimate.ts";

/** Event-driven backend: exact in continuous time. */
export const event: BackendRecord = defineBackend({
  name: "event",
  about: "Event-driven simulation in continuous time, exact for linear neurons.",
  time: "continuous",
  provides: [
    "delays",
    "zero-delay",
    "sources",
    "random-sources",
    "escape-noise",
    "current-stimuli",
    "poisson-stimuli",
    "synapse-models",
    "per-synapse-state",
    "plasticity",
    "synapse-recorders",
    "checkpoint",
  ],
  options: {
    tolerance: {
      about: "error of an integration step, relative to 1 plus the value; linear neurons have none",
      type: "number",
      least: 1e-14,
      most: 1e-3,
      default: 1e-12,
    },
  },
  check: (program: NetworkProgram) => checkProgram(program),
  estimate: (program: NetworkProgram, _, { stack }) => estimateOf(program, stack),
  async prepare(program: NetworkProgram, job) {
    // A command that runs another backend does not load it.
    const { prepare } = await import("./simulation.ts");
    return await prepare(program, job);
  },
  async prepareBatch(request) {
    // A page that runs no batches does not load it.
    const { eventBatch } = await import("./batch/event-batch.ts");
    return eventBatch(request);
  },
});
