import type { Assessment, Batch, Learner } from "@spikeloom/kernel";
import {
  chipTrainer,
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
  evaluate(batch: Batch): Assessment | Promise<Assessment>;
  differentiate(batch: Batch): Assessment | Promise<Assessment>;
  update(rateFactor?: number): void | Promise<void>;
  parameters(): readonly Float64Array[] | Promise<readonly Float64Array[]>;
  save(): Kept | Promise<Kept>;
  restore(kept: Kept): void;
  started?(): Promise<void>;
  close?(): void;
}

/** Start learning by backpropagation through time, or with another method for gradients. */
export async function beginWith(
  request: TrainingRequest,
  saved: Uint8Array | undefined,
  options: Pick<TrainerOptions, "method" | "truncate"> = {},
): Promise<Learner> {
  const { processor = "cpu", chip } = request;
  if (chip !== undefined && options.method === undefined) {
    return await learnerOf(
      chipTrainer({ ...request, chip }, { truncate: options.truncate ?? 0 }),
      saved,
    );
  }
  if (processor === "cpu" || options.method !== undefined) {
    return await learnerOf(makeTrainer(request, options), saved);
  }
  const { chooseProcessor, processorTrainer } = await import("@spikeloom/training/processor");
  const { access, about } = await chooseProcessor(request, options);
  const trainer =
    access === undefined
      ? makeTrainer(request, options)
      : processorTrainer(request, access, options);
  return { ...(await learnerOf(trainer, saved)), processor: about };
}

/** Start a trainer, from saved state if given; it is closed if the state is refused. */
export async function learnerOf(
  trainer: Teachable,
  saved: Uint8Array | undefined,
): Promise<Learner> {
  try {
    await trainer.started?.();
    if (saved !== undefined) trainer.restore(readKept(saved, await trainer.save()));
  } catch (error) {
    trainer.close?.();
    throw error;
  }
  return {
    async step(batch, { rateFactor } = {}) {
      const found = await trainer.differentiate(batch);
      await trainer.update(rateFactor);
      return found;
    },
    evaluate: async (batch) => trainer.evaluate(batch),
    parameters: async () => trainer.parameters(),
    save: async () => writeKept(await trainer.save()),
    close: async () => trainer.close?.(),
  };
}
