import { hostFunctions } from "@spikeloom/equations/functions";
import { weightBounds } from "@spikeloom/network";
import { RULE } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";

/** Reject weights that the rule of a projection would clamp. */
export function checkWeights({ ruled }: JobPlan, name: string, values: Float64Array): void {
  const found = ruled.find(({ projection }) => projection.name === name);
  const { plasticity } = found?.projection ?? {};
  const functions = hostFunctions;
  const bounds = weightBounds(plasticity, { place: found?.place ?? name, functions });
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
