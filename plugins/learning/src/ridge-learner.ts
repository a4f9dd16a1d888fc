import type { Learner, LearningRequest, Surrogate } from "@spikeloom/kernel";
import {
  makeTrainer,
  NOT_TRAINED,
  readKept,
  TRAINING_OPTION,
  writeKept,
} from "@spikeloom/training";
import { type RidgeMethod, ridgeMethod } from "./ridge-gradients.ts";

/** Start ridge regression of a readout. */
export async function beginRidge(
  request: LearningRequest<"penalty">,
  saved: Uint8Array | undefined,
): Promise<Learner> {
  checkLinear(request);
  let method: RidgeMethod | undefined;
  const asked = { ...request, surrogate: request.surrogate ?? unused };
  const trainer = makeTrainer(asked, {
    method: (parts, asked) => {
      method = ridgeMethod(parts, asked);
      return method;
    },
  });
  if (saved !== undefined) trainer.restore(readKept(saved, trainer.save()));
  return {
    async step(batch, { rateFactor = 1 } = {}) {
      if (rateFactor !== 1) refuseUnused("rateFactor", rateFactor);
      method?.begin();
      const found = trainer.differentiate(batch);
      if (method?.solve(request.parameters.penalty) === true) return found;
      throw NOT_TRAINED({
        place: "penalty",
        message: "The batch does not determine finite weights.",
        expected: "a penalty above 0",
        got: String(request.parameters.penalty),
        next: "Increase the penalty, or use a batch in which more neurons spike.",
      });
    },
    evaluate: async (batch) => trainer.evaluate(batch),
    parameters: async () => trainer.parameters(),
    save: async () => writeKept(trainer.save()),
  };
}

/** Placeholder where gradients would need a derivative. */
const unused: Surrogate = { derivative: "0", reset: "detached" };

function checkLinear({ readout, loss, clip, costs = [], dropout = [] }: LearningRequest): void {
  if (clip !== undefined) refuseUnused("clip", clip);
  if (costs.length > 0) refuseUnused("costs", costs.map(({ name }) => name).join(", "));
  // It would fit the readout for one random selection of active neurons.
  if (dropout.length > 0) {
    refuseUnused("dropout", dropout.map(({ population }) => population).join(", "));
  }
  const { variable, reduce = "last" } = readout;
  if (variable !== "spikes" && reduce !== "max" && loss.name === "squaredError") return;
  throw TRAINING_OPTION({
    place: "readout",
    message: "Ridge regression needs an output that is linear in the weights.",
    expected: "a variable other than its maximum, and the loss squaredError",
    got: `"${reduce}" of "${variable}", with ${loss.name}`,
  });
}

function refuseUnused(place: string, got: string | number): never {
  throw TRAINING_OPTION({
    place,
    message:
      "Ridge regression solves for the weights directly, without schedules, clipping or costs.",
    expected: "none",
    got: String(got),
    next: "Remove it, or use a gradient-based algorithm.",
  });
}
