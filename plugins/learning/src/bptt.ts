import { defineLearning, type LearningRecord } from "@spikeloom/kernel";
import { makeTrainer, readKept, writeKept } from "@spikeloom/training";

/** Backpropagation through time, with a surrogate for the derivative of spikes. */
export const bptt: LearningRecord = defineLearning({
  name: "bptt",
  about: "Backpropagation through time with surrogate gradients.",
  cite: ["doi:10.1109/MSP.2019.2931595"],
  parameters: {},
  async begin(request, saved) {
    const trainer = makeTrainer(request);
    if (saved !== undefined) trainer.restore(readKept(saved, trainer.save()));
    return {
      async step(batch, { rateFactor } = {}) {
        const found = trainer.differentiate(batch);
        trainer.update(rateFactor);
        return found;
      },
      evaluate: async (batch) => trainer.evaluate(batch),
      parameters: async () => trainer.parameters(),
      save: async () => writeKept(trainer.save()),
    };
  },
});
