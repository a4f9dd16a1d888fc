import { hostFunctions } from "@spikeloom/equations/functions";
import { weightBounds } from "@spikeloom/network";
import { RULE } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";

/** Refuse weights that the rule of a projection would not leave as they are. */
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
    message: `The weight of synapse ${outside} lies beyond what the rule keeps.`,
    expected: `${min} to ${max}, in ms, mV, pA, nS and pF`,
    got: String(values[outside]),
    next: "Set it within the bounds, or give the rule other ones.",
  });
}
