import type * as carrying from "./checkpoint/carrying.ts";
import type * as drawing from "./drives/drawing.ts";
import type { JobPlan } from "./job-plan.ts";
import type * as ruleBuilding from "./rules/rule-building.ts";
import type * as synapseBuilding from "./synapses/synapse-building.ts";

/**
 * Code that not every job needs, so that a page loads only what it uses.
 *
 * Parts that a job does not need may be undefined.
 */
export interface LoadedParts {
  /** Counts, places and delivers synapses. */
  readonly synapses: typeof synapseBuilding | undefined;
  /** Lays out and writes rules. */
  readonly building: typeof ruleBuilding | undefined;
  /** Draws random numbers while a network runs. */
  readonly drawing: typeof drawing | undefined;
  /** Transfers a run to a network that is changed while it runs. */
  readonly carrying: typeof carrying | undefined;
}

/** Load the code that a job needs. */
export async function loadParts(plan: JobPlan): Promise<LoadedParts> {
  const [synapses, building, drawn, carried] = await Promise.all([
    plan.projections.length > 0 ? import("./synapses/synapse-building.ts") : undefined,
    plan.ruled.length > 0 ? import("./rules/rule-building.ts") : undefined,
    draws(plan) ? import("./drives/drawing.ts") : undefined,
    plan.revisable ? import("./checkpoint/carrying.ts") : undefined,
  ]);
  return { synapses, building, drawing: drawn, carrying: carried };
}

/** Return a part that must be present; `what` names it in the internal error otherwise. */
export function loaded<Part>(part: Part | undefined, what: keyof LoadedParts): Part {
  if (part === undefined) throw new Error(`A job needs its part "${what}", which is not loaded.`);
  return part;
}

/** Test whether a job draws for its neurons: spikes that drive them, or random numbers of their equations. */
function draws({ stimuli, populations }: JobPlan): boolean {
  return (
    stimuli.some(({ kind }) => kind === "drive") ||
    [...populations.values()].some((one) => one.step({ zeroDelay: false }).draws.length > 0)
  );
}
