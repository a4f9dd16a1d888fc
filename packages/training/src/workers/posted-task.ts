import type { FloatType } from "@spikeloom/code";
import type { WasmMemory } from "@spikeloom/code/encoder";
import type { LearningRequest, LossOrigin } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import type { ThreadTask } from "./start-threads.ts";

/** Data from which a worker for stepwise learning is created. */
export interface PostedTask extends ThreadTask {
  readonly kind: "steps";
  readonly program: TrainingProgram;
  readonly plan: MemoryPlan;
  readonly memory: WasmMemory;
  readonly type: FloatType;
  readonly loss: LossOrigin;
  readonly costs: readonly LossOrigin[];
  readonly request: Pick<LearningRequest, "readout" | "optimiser" | "carry" | "progress">;
}

/** Return the origins of the loss and the costs, from which workers load them; rejects those without one. */
export function originsOf({
  loss,
  costs = [],
}: Pick<LearningRequest, "loss" | "costs">): Pick<PostedTask, "loss" | "costs"> {
  const originOf = ({ name, origin }: { readonly name: string; readonly origin?: LossOrigin }) => {
    if (origin !== undefined) return origin;
    throw TRAINING_OPTION({
      place: "workers",
      message: `"${name}" has no origin, which other threads need to load it.`,
      expected: "an origin: a module and the name of an export",
      got: "none",
      next: `Give "${name}" an origin, or use one worker.`,
    });
  };
  return { loss: originOf(loss), costs: costs.map(originOf) };
}

/** Omit the inputs of differentiation, and values that are in memory. */
export function postedProgram(
  program: TrainingProgram,
  plan: MemoryPlan,
): Pick<PostedTask, "program" | "plan"> {
  const none = { values: new Float64Array(0), places: new Uint32Array(0) };
  const posted = new Map(program.projections.map((one) => [one, { ...one, ...none }]));
  const moved = <Place>(places: ReadonlyMap<(typeof program.projections)[number], Place>) =>
    new Map([...places].map(([one, place]) => [posted.get(one) ?? one, place] as const));
  return {
    program: {
      ...program,
      populations: program.populations.map((one) => ({
        ...one,
        differentiation: {},
      })),
      projections: [...posted.values()],
    },
    plan: { ...plan, weights: moved(plan.weights), transposed: moved(plan.transposed) },
  };
}
