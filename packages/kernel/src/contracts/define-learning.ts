import { checkDefinition } from "../record-fields.ts";
import { configurable, type ModelFunction } from "./configured.ts";
import type { LearningRecordOf, LearningRequestOf } from "./learning.ts";
import type { ParameterRecord } from "./model.ts";
import type { Stack } from "./stack.ts";

/** A learning algorithm. */
export type LearningRecord<Names extends string = string> = LearningRecordOf<Stack, Names>;

/** Input for starting a learning algorithm. */
export type LearningRequest<Names extends string = string> = LearningRequestOf<Stack, Names>;

/** Define a learning algorithm that can be called with parameter values. */
export function defineLearning<const P extends Readonly<Record<string, ParameterRecord>>>(
  definition: Omit<LearningRecord<keyof P & string>, "kind" | "contract" | "parameters"> & {
    readonly parameters: P;
  },
): LearningRecord & ModelFunction<P, LearningRecord> {
  checkDefinition(definition, "learning");
  return configurable<P, LearningRecord>({ kind: "learning", contract: 1, ...definition });
}
