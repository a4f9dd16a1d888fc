import type { RateCost, TrainingLoss } from "@spikeloom/kernel";
import { crossEntropy } from "@spikeloom/training";
import { isLoss, isOptimiser, isSurrogate } from "./known-names.ts";
import type { Named, TrainingTask } from "./task.ts";

/** Names in files for exports of `@spikeloom/training`. */
const lossNames: Readonly<Record<string, string>> = {
  crossEntropy: "cross-entropy",
  firstSpikeLoss: "first-spike",
  squaredError: "squared-error",
  vanRossum: "van-rossum",
  tempotronLoss: "tempotron",
};

/**
 * Convert a task to the form of a file, if code passed the objects themselves.
 *
 * Optimisers and surrogates are data, and are stored whole. `unnamedParts` lists what no file can contain.
 */
export function namedTask(task: TrainingTask): object {
  const { loss, optimiser, surrogate: slope, schedule, costs, ...rest } = task;
  return {
    ...rest,
    ...(loss !== undefined && { loss: isLoss(loss) ? (namedLoss(loss) ?? ofCode(loss)) : loss }),
    ...(optimiser !== undefined && { optimiser: plainOptimiser(optimiser) }),
    ...(slope !== undefined && {
      surrogate: isSurrogate(slope) ? { name: "surrogate", ...slope } : slope,
    }),
    ...(schedule !== undefined && {
      schedule:
        typeof schedule === "function"
          ? (schedule.named ?? ofCode({ name: "schedule" }))
          : schedule,
    }),
    ...(costs !== undefined && {
      costs: costs.flatMap((cost) => ("value" in cost ? (namedCost(cost) ?? []) : cost)),
    }),
  };
}

/** List the parts of a task that are code without a name: none can be distinguished from another. */
export function unnamedParts({ loss, schedule, costs = [] }: TrainingTask): readonly string[] {
  const unnamed = {
    loss: typeof loss === "object" && isLoss(loss) && namedLoss(loss) === undefined,
    schedule: typeof schedule === "function" && schedule.named === undefined,
    costs: costs.some((cost) => "value" in cost && namedCost(cost) === undefined),
  };
  return Object.entries(unnamed).flatMap(([part, isUnnamed]) => (isUnnamed ? [part] : []));
}

const ofCode = ({ name }: { readonly name: string }): Named => ({ name, code: true });

function plainOptimiser(given: NonNullable<TrainingTask["optimiser"]>): Named {
  if (!isOptimiser(given)) return given;
  const { name, parameters, state, common, update } = given;
  return { name, parameters, state, common, update };
}

const isOurs = ({ origin }: TrainingLoss | RateCost): boolean =>
  origin !== undefined && origin.module === crossEntropy.origin?.module;

function namedLoss(loss: TrainingLoss): Named | undefined {
  const name = isOurs(loss) ? lossNames[loss.origin?.name ?? ""] : undefined;
  return name === undefined ? undefined : { name, ...loss.origin?.options };
}

/** Bounds of rates are the only costs; JSON has no infinite number, so a missing bound means infinity. */
function namedCost(cost: RateCost): object | undefined {
  if (!isOurs(cost)) return undefined;
  const bounds = Object.entries(cost.origin?.options ?? {});
  return Object.fromEntries(bounds.filter(([, value]) => value !== Number.POSITIVE_INFINITY));
}
