import { checkDefinition } from "../record-fields.ts";
import type { NetworkRecord } from "./network.ts";

/** A learning algorithm: changes the parameters of a network from examples. */
export interface LearningRecord {
  readonly kind: "learning";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly requires?: readonly string[];
  readonly options: Readonly<
    Record<string, { readonly default: string | number; readonly about: string }>
  >;
  /** One pass over the examples; returns the changed network and its loss. */
  train(request: {
    readonly network: NetworkRecord;
    readonly examples: Iterable<{
      readonly input: readonly Float64Array[];
      readonly target: Float64Array;
    }>;
    readonly options: Readonly<Record<string, string | number>>;
    readonly seed: number;
  }): Promise<{ readonly network: NetworkRecord; readonly loss: number }>;
}

/** Define a learning algorithm. */
export function defineLearning(
  definition: Omit<LearningRecord, "kind" | "contract">,
): LearningRecord {
  checkDefinition(definition, "learning");
  return Object.freeze({ kind: "learning", contract: 1, ...definition });
}
