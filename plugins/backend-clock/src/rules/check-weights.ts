import { RULE } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";

/** Reject weights that the rule of a projection would clamp. */
export function checkWeights({ program }: JobPlan, name: string, values: Float64Array): void {
  const { weight } = program.projections.find((one) => one.name === name) ?? {};
  const limit = weight?.limits.find(({ kind }) => kind === "weight");
  if (limit?.kind !== "weight") return;
  const { min, max } = limit.bounds;
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
