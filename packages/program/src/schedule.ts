import type { ConventionRecord } from "@spikeloom/kernel";

/** A phase of a step, completed for all populations before the next begins. */
export type Phase =
  /** Continuous inputs are set, random numbers of the step drawn. */
  | "input"
  /** State is sampled for recorders. */
  | "sample"
  /** Sources send the spikes of the step. */
  | "sources"
  /** Weights of spikes whose delay ends here are added to receptors; sources of plastic synapses act. */
  | "arrive"
  /** State variables are advanced by the step. */
  | "integrate"
  /** Spike conditions are tested. */
  | "threshold"
  /** Neurons that spiked are reset, refractoriness begins. */
  | "reset"
  /** Spikes of targets act on plastic synapses. */
  | "plasticity";

/** Test whether one phase precedes another. */
export function comesBefore(
  { schedule }: { readonly schedule: readonly Phase[] },
  first: Phase,
  second: Phase,
): boolean {
  return schedule.indexOf(first) < schedule.indexOf(second);
}

/** Steps added to each delay: one if spikes arrive before neurons are integrated. */
export function arrivalShift(program: { readonly schedule: readonly Phase[] }): 0 | 1 {
  return comesBefore(program, "arrive", "integrate") ? 1 : 0;
}

/** List the phases of a step under a convention, in order. */
export function scheduleOf({ order, sampleAt }: ConventionRecord): readonly Phase[] {
  return [
    "input",
    ...(sampleAt === "start" ? (["sample"] as const) : []),
    "sources",
    ...order,
    "plasticity",
    ...(sampleAt === "end" ? (["sample"] as const) : []),
  ];
}
