import type { Learner, LearningRequest } from "@spikeloom/kernel";
import { makeTrainer, readKept, type TrainerOptions, writeKept } from "@spikeloom/training";

/** Begin to learn by backpropagation through time, or with gradients that are found in another way. */
export async function beginWith(
  request: LearningRequest,
  saved: Uint8Array | undefined,
  options?: Pick<TrainerOptions, "way" | "truncate">,
): Promise<Learner> {
  const trainer = makeTrainer(request, options);
  await trainer.started();
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
    close: async () => trainer.close(),
  };
}
