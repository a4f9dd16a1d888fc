import type { Batch, LearningRequest } from "@spikeloom/kernel";
import type { LearningTask } from "@spikeloom/network";
import {
  adam,
  crossEntropy,
  type EventTrainer,
  eventTrainer,
  firstSpikeLoss,
} from "@spikeloom/training";
import { afterEach, describe, expect, it } from "vitest";
import { eventBatch, eventNetwork, eventTask } from "./event-network.ts";

const network = eventNetwork({ seed: 3, recurrent: true, refractory: 2 });
const weights = eventTask(network).trainable.filter((one) => {
  return "projection" in one && one.variable === "weight";
});
const trainers: EventTrainer[] = [];

function trainerOf(more: Partial<LearningTask>): EventTrainer {
  const task = eventTask(network, { optimiser: adam({ rate: 0.5 }), ...more });
  const request: LearningRequest = { ...task, parameters: {} };
  const trainer = eventTrainer(request, { delayRate: 0.3, wake: 0.1 });
  trainers.push(trainer);
  return trainer;
}

afterEach(() => {
  for (const trainer of trainers.splice(0)) trainer.close();
});

/** All results of learning from batches of several sizes; the last starts from the state before the first. */
function learnt(trainer: EventTrainer, batches: readonly Batch[]) {
  const before = trainer.save();
  const found = batches.map((batch, k) => {
    if (k === batches.length - 1) trainer.restore(before);
    const learning = trainer.differentiate(batch);
    const gradients = trainer.gradients();
    trainer.update();
    return { learning, gradients, assessed: trainer.evaluate(batch) };
  });
  return { found, kept: trainer.save(), parameters: trainer.parameters(), before };
}

function thrownBy(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return "nothing";
}

// Eight blocks, three, one, and eight again, which take more memory than allocated.
const batches = [20, 3, 1, 150].map((size) => eventBatch(size, size));

describe("workers of EventProp", () => {
  it("learn the same bits of weights and delays on one and three", () => {
    const [one, three] = [1, 3].map((workers) => learnt(trainerOf({ workers }), batches));
    expect(three).toEqual(one);
    // The comparison is not trivial: all columns have gradients, and change.
    for (const gradient of one?.found[0]?.gradients ?? []) {
      expect(gradient.some((slope) => slope !== 0)).toBe(true);
    }
    expect(one?.kept.values).not.toEqual(one?.before.values);
  });

  it("learn the same bits of weights alone on two, and fail in the first failing sample", () => {
    const of = [1, 2].map((workers) => {
      const readout = { population: "output", variable: "v", reduce: "mean" } as const;
      const more = { trainable: weights, readout, loss: crossEntropy };
      const trainer = trainerOf({ workers, ...more });
      const found = learnt(trainer, batches.slice(0, 2));
      const batch = eventBatch(40, 1);
      batch.targets[37] = 7;
      batch.targets[22] = 9;
      const label = thrownBy(() => trainer.differentiate(batch));
      const after = trainer.evaluate(eventBatch(40, 1));
      // Of the readout's inputs, behind neurons that spike.
      const values = found.kept.values.map((one, k, { length }) =>
        k < length - 18 ? one : Number.NaN,
      );
      trainer.restore({ ...found.kept, values });
      const odd = thrownBy(() => trainer.differentiate(eventBatch(40, 1)));
      return { found, label, after, odd };
    });
    expect(of[0]?.label).toMatch(/labels?.*9/s);
    expect(of[0]?.odd).toMatch(/sample \d+ of the batch.*not finite/s);
    expect(of[1]).toEqual(of[0]);
  });

  it("refuse a loss without the module that other threads need to load", () => {
    const { origin: _, ...loss } = firstSpikeLoss();
    expect(() => trainerOf({ workers: 2, loss })).toThrow("which other threads need to load it");
  });
});
