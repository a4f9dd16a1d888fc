import type { LossOrigin, RateCost, TrainingLoss } from "@spikeloom/kernel";
import { rateBounds } from "../costs/rate-bounds.ts";
import { WORKER } from "../errors.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { firstSpikeLoss } from "../losses/first-spike.ts";
import { ownModule } from "../losses/own-module.ts";
import { policyGradient } from "../losses/policy-gradient.ts";
import { squaredError } from "../losses/squared-error.ts";
import { tempotronLoss } from "../losses/tempotron.ts";
import { vanRossum } from "../losses/van-rossum.ts";

/** The losses and costs that this package exports. */
const own: Readonly<Record<string, unknown>> = {
  crossEntropy,
  squaredError,
  firstSpikeLoss,
  vanRossum,
  policyGradient,
  tempotronLoss,
  rateBounds,
};

/** Load a loss or a cost in another thread. */
export async function loadOrigin<Loaded extends TrainingLoss | RateCost>({
  module,
  name,
  options,
}: LossOrigin): Promise<Loaded> {
  const exported = module === ownModule ? own : await exportsOf(module);
  const found = exported[name];
  const made = options === undefined || typeof found !== "function" ? found : found(options);
  if (typeof made === "object" && made !== null && "value" in made) return made as Loaded;
  throw WORKER({
    place: `${module}, "${name}"`,
    message: "A worker cannot find the export named by the origin of a loss.",
    expected: options === undefined ? "an export with a value" : "a function that creates one",
    got: Object.keys(exported).join(", ") || "no export",
  });
}

async function exportsOf(module: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(new URL(module).href)) as Readonly<Record<string, unknown>>;
}
