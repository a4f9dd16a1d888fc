import type { Assessment, Batch, Learner, LearningRequest } from "@spikeloom/kernel";
import {
  type Kept,
  makeTrainer,
  readKept,
  type TrainerOptions,
  writeKept,
} from "@spikeloom/training";

/** What takes batches and changes what is trained; only one with workers starts and is closed. */
interface Teachable {
  evaluate(batch: Batch): Assessment;
  differentiate(batch: Batch): Assessment;
  update(rateFactor?: number): void;
  parameters(): readonly Float64Array[];
  save(): Kept;
  restore(kept: Kept): void;
  started?(): Promise<void>;
  close?(): void;
}

/** Begin to learn by backpropagation through time, or with gradients that are found in another way. */
export function beginWith(
  request: LearningRequest,
  saved: Uint8Array | undefined,
  options?: Pick<TrainerOptions, "way" | "truncate">,
): Promise<Learner> {
  return learnerOf(makeTrainer(request, options), saved);
}

/** Let a trainer learn, from what was saved where that is given; it is closed where that is refused. */
export async function learnerOf(
  trainer: Teachable,
  saved: Uint8Array | undefined,
): Promise<Learner> {
  try {
    await trainer.started?.();
    if (saved !== undefined) trainer.restore(readKept(saved, trainer.save()));
  } catch (error) {
    trainer.close?.();
    throw error;
  }
  return {
    async step(batch, { rateFactor } = {}) {
      const found = trainer.differentiate(batch);
      trainer.update(rateFactor);
      return found;
    },
    evaluate: async (batch) => trainer.evaluate(batch),
    parameters: async () => trainer.parameters(),
    save: async () => writeKept(trainer.save()),
    close: async () => trainer.close?.(),
  };
}
