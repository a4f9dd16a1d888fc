import type { StartedLearner } from "../../packages/network/src/index.ts";

/** The trained values of a learner, without their units. */
export async function trainedNumbers(learner: StartedLearner): Promise<readonly Float64Array[]> {
  return (await learner.parameters()).map(({ values }) => values);
}
