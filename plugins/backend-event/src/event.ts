import { type BackendRecord, defineBackend } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { checkProgram } from "./check.ts";
import { estimateOf } from "./estimate.ts";
import { prepare } from "./simulation.ts";

/** Event-driven backend: exact in continuous time. */
export const event: BackendRecord = defineBackend({
  name: "event",
  about: "Event-driven simulation in continuous time, exact for linear neurons.",
  time: "continuous",
  provides: [
    "delays",
    "sources",
    "random-sources",
    "current-stimuli",
    "poisson-stimuli",
    "checkpoint",
  ],
  check: (program: NetworkProgram) => checkProgram(program),
  estimate: (program: NetworkProgram, _, { stack }) => estimateOf(program, stack),
  prepare,
});
