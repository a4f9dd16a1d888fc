import type { ConventionRecord } from "@spikeloom/kernel";
import { RULE } from "./errors.ts";

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

/**
 * Test whether recorders sample before the spikes of a step are sent.
 *
 * Otherwise they sample at its end.
 */
export function samplesFirst(program: { readonly schedule: readonly Phase[] }): boolean {
  return comesBefore(program, "sample", "sources");
}

/** List the stamps of steps at which recorders may sample; `until` is exclusive. */
export function stampsOf(
  program: { readonly schedule: readonly Phase[] },
  { from, until }: { readonly from: number; readonly until: number },
): readonly number[] {
  const first = samplesFirst(program) ? from : from + 1;
  return Array.from({ length: until - from }, (_, k) => first + k);
}

/**
 * Decide whether steps are split, so that spikes act in the step that sends them.
 *
 * `interval` is the least number of steps from a spike to its effect. Throws if the convention rules this out.
 */
export function splitsStep(
  program: { readonly schedule: readonly Phase[]; readonly convention: ConventionRecord },
  interval: number,
): boolean {
  if (interval > 0) return false;
  if (comesBefore(program, "threshold", "arrive")) return true;
  const message = "A spike cannot act within its own step under this convention.";
  const place = `convention "${program.convention.name}"`;
  throw RULE({ place, message, expected: "longer delays" });
}

/** An act of a step, completed for the whole network before the next begins. */
export type StepAct =
  /** Inputs are set and numbers drawn; synapses read neurons, and named events and third factors act. */
  | "begin"
  /** Recorders sample. */
  | "sample"
  /** Sources send the spikes of the step. */
  | "sources"
  /** Drives and spikes whose delay ends here act on receptors and plastic synapses. */
  | "arrive"
  /** The first kernel of each population is computed, and its spikes are sent. */
  | "advance"
  /** Spikes of targets act on plastic synapses. */
  | "targets"
  /** The second kernel of each population is computed, where steps are split. */
  | "finish";

/** List the acts of a step in order; a split step is divided before spikes arrive. */
export function stepActs(
  program: { readonly schedule: readonly Phase[] },
  isSplit: boolean,
): readonly StepAct[] {
  const isFirst = samplesFirst(program);
  return [
    "begin",
    ...(isFirst ? (["sample"] as const) : []),
    "sources",
    ...(isSplit ? (["advance", "arrive"] as const) : (["arrive", "advance"] as const)),
    "targets",
    ...(isSplit ? (["finish"] as const) : []),
    ...(isFirst ? [] : (["sample"] as const)),
  ];
}
