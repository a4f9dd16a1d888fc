import {
  type Batch,
  type Configured,
  checkOptionNames,
  type LearningRecord,
  type OptionNames,
} from "@spikeloom/kernel";
import { beginLearning, type LearningTask } from "@spikeloom/network";
import { type Claim, claimsAbout } from "./claim.ts";

/** A task for testing a learning algorithm. */
export interface LearningSuiteOptions {
  /** Created anew for each requirement, because optimisers have state. */
  readonly request: () => LearningTask;
  readonly batch: Batch;
  /** Number of updates in which the loss must halve, by default 20. */
  readonly steps?: number;
}

const names: OptionNames<LearningSuiteOptions> = { request: true, batch: true, steps: true };

/** Requirements for a learning algorithm: reproducible, with complete state. */
export function learningSuite(
  learning: LearningRecord | Configured<LearningRecord>,
  options: LearningSuiteOptions,
): readonly Claim[] {
  checkOptionNames(options, names, "learningSuite");
  const { request, batch, steps = 20 } = options;
  const claim = claimsAbout("model" in learning ? learning.model : learning);
  const begin = (saved?: Uint8Array) => beginLearning(learning, request(), saved);
  return [
    claim("halves the loss of a task", async ({ holds }) => {
      const learner = await begin();
      const before = (await learner.evaluate(batch)).loss;
      for (let k = 0; k < steps; k++) await learner.step(batch);
      const after = (await learner.evaluate(batch)).loss;
      holds("the loss", after < before / 2, [before, after]);
    }),
    claim("evaluates without learning", async ({ same }) => {
      const learner = await begin();
      const before = await learner.parameters();
      const first = await learner.evaluate(batch);
      same("another evaluation", await learner.evaluate(batch), first);
      same("its parameters", await learner.parameters(), before);
    }),
    claim("learns reproducibly, and returns copies of its parameters", async ({ same }) => {
      const [one, two] = [await begin(), await begin()];
      for (const { values } of await one.parameters()) values.fill(Number.NaN);
      const assessed = [await one.step(batch), await two.step(batch)];
      same("the loss and the outputs", assessed[1], assessed[0]);
      same("its parameters", await two.parameters(), await one.parameters());
    }),
    claim("resumes from saved state with identical results", async ({ same }) => {
      const learner = await begin();
      await learner.step(batch);
      const other = await begin(await learner.save());
      await learner.step(batch);
      await other.step(batch);
      same("its parameters", await other.parameters(), await learner.parameters());
    }),
  ];
}
