import type { Simulation } from "@spikeloom/kernel";
import { CHECKPOINT_BACKEND } from "../errors.ts";
import { version } from "../version.ts";
import type { Checkpoint } from "./checkpoint.ts";

/** Create a checkpoint of a simulation, with its metadata. */
export async function takeCheckpoint(
  simulation: Simulation,
  rest: Pick<Checkpoint, "fingerprint" | "network" | "seconds" | "every" | "rows" | "sent"> & {
    readonly backend: string;
  },
): Promise<Checkpoint> {
  const { backend, ...known } = rest;
  const state = await simulation.save?.();
  if (state === undefined) throw CHECKPOINT_BACKEND({ place: "checkpoint", backend });
  const { dt } = simulation;
  return { spikeloom: version, ...known, dt, spikeHash: await simulation.spikeHash(), state };
}
