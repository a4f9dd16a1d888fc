import type { Batch, LearningRequest, TrainingLoss } from "@spikeloom/kernel";
import { afterEach, describe, expect, it } from "vitest";
import { crossEntropy, makeTrainer, type Trainer, type TrainerOptions } from "../src/index.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];
// Parts of 64 steps, the last of which is shorter.
const steps = 150;
const parts = 3;
const network = smallNetwork({ ...lif, steps });
const batch: Batch = smallBatch(5, { steps, rate: 0.3 });
const trainers: Trainer[] = [];
afterEach(() => {
  for (const trainer of trainers.splice(0)) trainer.close();
});

const words = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));

function learnt(more: Partial<LearningRequest>, options: TrainerOptions = {}) {
  const trainer = makeTrainer(smallRequest(network, more), options);
  trainers.push(trainer);
  const found = [trainer.differentiate(batch), trainer.gradients(), trainer.evaluate(batch)];
  trainer.update();
  return { found, kept: trainer.save() };
}

describe("the progress of a batch", () => {
  it.each([
    ["one worker", {}, {}],
    ["two workers", { workers: 2 }, {}],
    ["the interpreter", {}, { target: "js" }],
    ["truncation", {}, { truncate: 40 }],
  ] as const)("ends at its number of parts, and changes no bit: %s", (_, more, options) => {
    const progress = words();
    const counted = learnt({ ...more, progress }, options);
    // The final evaluation has no total, because its parts do not belong to the training batch.
    expect([...progress]).toEqual([5 * parts, 0]);
    // The number of workers changes no bit either.
    expect(counted).toEqual(learnt({}, options));
  });

  it("increases step by step, forward and backward", () => {
    const progress = words();
    const seen: (readonly number[])[] = [];
    const usual = crossEntropy;
    const value: TrainingLoss["value"] = (...given) => {
      seen.push([...progress]);
      return usual.value(...given);
    };
    const trainer = makeTrainer(smallRequest(network, { progress, loss: { ...usual, value } }));
    trainers.push(trainer);
    trainer.differentiate(batch);
    // The loss of a group is computed between its two passes; sums of gradients count as a third.
    const of = 3 * 5 * parts;
    expect(seen).toHaveLength(5);
    for (const one of seen) expect(one).toEqual([5 * parts, of]);
    expect([...progress]).toEqual([of, of]);
  });
});
