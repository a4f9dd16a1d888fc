import type * as randomness from "./drives/randomness.ts";
import type { JobPlan } from "./job-plan.ts";
import type * as ruleBuilding from "./rules/rule-building.ts";

/**
 * Code that not every job needs, so that a page loads that of its own alone.
 *
 * What a job has nothing of may be undefined.
 */
export interface LoadedParts {
  /** What lays out and writes rules. */
  readonly building: typeof ruleBuilding | undefined;
  /** What draws while a network runs. */
  readonly randomness: typeof randomness | undefined;
}

/** Load the code that a job needs. */
export async function loadParts(plan: JobPlan): Promise<LoadedParts> {
  const hasRules = plan.ruled.length > 0;
  const [building, drawing] = await Promise.all([
    hasRules ? import("./rules/rule-building.ts") : undefined,
    draws(plan) ? import("./drives/randomness.ts") : undefined,
  ]);
  return { building, randomness: drawing };
}

/** Say whether a job draws for its neurons: spikes that drive them, or numbers that their equations ask for. */
function draws({ stimuli, populations }: JobPlan): boolean {
  return (
    stimuli.some(({ record }) => record.kind === "poisson") ||
    [...populations.values()].some((one) => one.step({ zeroDelay: false }).draws.length > 0)
  );
}
