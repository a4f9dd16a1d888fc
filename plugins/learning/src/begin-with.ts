import type { Assessment, Batch, Learner } from "@spikeloom/kernel";
import {
  type Kept,
  makeTrainer,
  readKept,
  type TrainerOptions,
  type TrainingRequest,
  writeKept,
} from "@spikeloom/training";

export { delayTrainer, eventTrainer } from "@spikeloom/training";

/** Processes batches and updates parameters; only one with workers needs to be started and closed. */
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

/** Start learning by backpropagation through time, or with another method for gradients. */
export function beginWith(
  request: TrainingRequest,
  saved: Uint8Array | undefined,
  options?: Pick<TrainerOptions, "way" | "truncate">,
): Promise<Learner> {
  return learnerOf(makeTrainer(request, options), saved);
}

/** Start a trainer, from saved state if given; it is closed if the state is refused. */
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
