import { checkRuleWeights } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";

/** Reject weights that the rule of a projection would clamp. */
export function checkWeights({ program }: JobPlan, name: string, values: Float64Array): void {
  const projection = program.projections.find((one) => one.name === name);
  if (projection !== undefined) checkRuleWeights(projection, name, values);
}
