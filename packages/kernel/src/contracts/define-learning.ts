import { checkDefinition } from "../record-fields.ts";
import type { LearningRecordOf, LearningRequestOf } from "./learning.ts";
import type { Stack } from "./stack.ts";

/** A learning algorithm. */
export type LearningRecord = LearningRecordOf<Stack>;

/** What learning begins with. */
export type LearningRequest = LearningRequestOf<Stack>;

/** Define a learning algorithm. */
export function defineLearning(
  definition: Omit<LearningRecord, "kind" | "contract">,
): LearningRecord {
  checkDefinition(definition, "learning");
  return Object.freeze({ kind: "learning", contract: 1, ...definition });
}
