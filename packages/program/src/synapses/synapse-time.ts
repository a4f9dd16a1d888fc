import type { ConventionRecord } from "@spikeloom/kernel";
import { RULE } from "../errors.ts";
import type { ProjectionProgram } from "../network-program.ts";
import { arrivalShift, type Phase } from "../schedule.ts";

/** Compute how many steps synapses with a delay live behind the neurons. */
export function stepsBehind(delay: number, dendritic: number): number {
  return Math.round(delay * dendritic);
}

/**
 * Synapse time before the first step.
 *
 * One less than 0 if a spike in that step is stamped at its end and arrives after integration.
 */
export function synapseStart(program: {
  readonly schedule: readonly Phase[];
  readonly convention: ConventionRecord;
}): -1 | 0 {
  return arrivalShift(program) === 0 && program.convention.spikeStamp === "end" ? -1 : 0;
}

/**
 * Time of a synapse at which its variables are read between steps.
 *
 * `last` is the time of its last event, `step` is the number of completed steps.
 */
export function timeBetweenSteps(
  program: Parameters<typeof synapseStart>[0],
  { delay, dendritic, last }: Readonly<Record<"delay" | "dendritic" | "last", number>>,
  step: number,
): number {
  return Math.max(last, step + synapseStart(program) - stepsBehind(delay, dendritic));
}

/** Find the bounds that a rule sets on weights; undefined without any. */
export function weightBounds({
  weight,
}: Pick<ProjectionProgram, "weight">): { readonly min: number; readonly max: number } | undefined {
  const limit = weight.limits.find(({ kind }) => kind === "weight");
  return limit?.kind === "weight" ? limit.bounds : undefined;
}

/** Reject weights that the rule of a projection would clamp. */
export function checkRuleWeights(
  projection: Pick<ProjectionProgram, "weight">,
  name: string,
  values: Float64Array,
): void {
  const bounds = weightBounds(projection);
  if (bounds === undefined) return;
  const { min, max } = bounds;
  const outside = values.findIndex((weight) => !(weight >= min && weight <= max));
  if (outside < 0) return;
  throw RULE({
    place: name,
    message: `The weight of synapse ${outside} is outside the bounds of the rule.`,
    expected: `${min} to ${max}, in ms, mV, pA, nS and pF`,
    got: String(values[outside]),
    next: "Set it within the bounds, or change the bounds of the rule.",
  });
}
