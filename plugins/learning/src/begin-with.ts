import type { Learner, LearningRequest } from "@spikeloom/kernel";
import { type MakeWayBack, makeTrainer, readKept, writeKept } from "@spikeloom/training";

/** Begin to learn with gradients that are found in a way, by backpropagation through time where none is given. */
export async function beginWith(
  request: LearningRequest,
  saved: Uint8Array | undefined,
  way?: MakeWayBack,
): Promise<Learner> {
  const trainer = makeTrainer(request, way && { way });
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
