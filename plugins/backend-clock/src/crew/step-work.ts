import { children, type Expression } from "@spikeloom/equations";
import type { Kernel, StepProgram } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";

/** What `exp`, `log` and their like take, in additions. */
const callOperations = 15;

/** Count the operations of all neurons in one step as it is compiled, stages and sub-steps that all take included. */
export function stepOperations(plan: JobPlan): number {
  let sum = 0;
  for (const { model, size, step } of plan.populations.values()) {
    // Sources draw where they spike, not in each step.
    if (model.source === undefined) sum += size * operationsOf(step({ zeroDelay: false }));
  }
  return sum;
}

function operationsOf({ kernels }: StepProgram): number {
  return kernels.flatMap(expressionsOf).reduce((sum, one) => sum + operationsIn(one), 0);
}

function expressionsOf({ statements, stores, spikes }: Kernel): Expression[] {
  // The turns of a guarded loop are left out: few neurons take them in a step.
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
