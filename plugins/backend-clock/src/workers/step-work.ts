import { children, type Expression } from "@spikeloom/equations";
import {
  discretisationOf,
  fewNeurons,
  type Kernel,
  type PopulationProgram,
  type StepProgram,
  stepShape,
} from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";

/** Cost of `exp`, `log` and similar functions, in additions. */
const callOperations = 15;

/**
 * Count the operations of all neurons in one compiled step, including stages and unconditional sub-steps.
 *
 * Among populations that differ only in numbers, the first counts for all; its neurons may be those of an outline.
 */
export function stepOperations(plan: Pick<JobPlan, "populations" | "dt" | "convention">): number {
  const known = new Map<string, number>();
  let sum = 0;
  for (const population of plan.populations.values()) {
    // Sources draw when they spike, not in each step.
    if (population.source !== undefined) continue;
    const shape = stepShape(population.form, discretisationOf(population, plan, way));
    const each = known.get(shape) ?? operationsOf(outlined(population));
    known.set(shape, each);
    sum += population.size * each;
  }
  return sum;
}

const way = { zeroDelay: false };

/** Derive the step of a population with only a few neurons. */
function outlined({ parameters, step }: PopulationProgram): StepProgram {
  const isLong = [...parameters.values()].some(
    ({ value }) => typeof value === "object" && value.length > fewNeurons,
  );
  return step(isLong ? { ...way, neurons: fewNeurons } : way);
}

function operationsOf({ kernels }: StepProgram): number {
  return kernels.flatMap(expressionsOf).reduce((sum, one) => sum + operationsIn(one), 0);
}

function expressionsOf({ statements, stores, spikes }: Kernel): Expression[] {
  // Iterations of a guarded loop are not counted: few neurons run them in a step.
  const defined = statements.flatMap((one) =>
    "turns" in one ? [one.where, ...one.carried.map(({ otherwise }) => otherwise)] : [one[1]],
  );
  const values = [...defined, ...stores.map(([, value]) => value)];
  return spikes === undefined ? values : [...values, spikes];
}

function operationsIn(expression: Expression): number {
  const { kind } = expression;
  const own = kind === "number" || kind === "name" ? 0 : kind === "call" ? callOperations : 1;
  return children(expression).reduce((sum, child) => sum + operationsIn(child), own);
}
