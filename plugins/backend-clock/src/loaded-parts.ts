import type * as carrying from "./checkpoint/carrying.ts";
import type * as drawing from "./drives/drawing.ts";
import type { JobPlan } from "./job-plan.ts";
import type * as ruleBuilding from "./rules/rule-building.ts";
import type * as synapseBuilding from "./synapses/synapse-building.ts";

/**
 * Code that not every job needs, so that a page loads that of its own alone.
 *
 * What a job has nothing of may be undefined.
 */
export interface LoadedParts {
  /** What counts, lays down and delivers synapses. */
  readonly synapses: typeof synapseBuilding | undefined;
  /** What lays out and writes rules. */
  readonly building: typeof ruleBuilding | undefined;
  /** What draws while a network runs. */
  readonly drawing: typeof drawing | undefined;
  /** What is handed on to a network that is changed while it runs. */
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

/** Take a part that is there wherever it is needed; `what` names it where it is not, which is a fault of ours. */
export function loaded<Part>(part: Part | undefined, what: keyof LoadedParts): Part {
  if (part === undefined) throw new Error(`A job needs its part "${what}", which is not loaded.`);
  return part;
}

/** Say whether a job draws for its neurons: spikes that drive them, or numbers that their equations ask for. */
function draws({ stimuli, populations }: JobPlan): boolean {
  return (
    stimuli.some(({ kind }) => kind === "drive") ||
    [...populations.values()].some((one) => one.step({ zeroDelay: false }).draws.length > 0)
  );
}
