import { describe, expect, it } from "vitest";
import { makeTrainer } from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];
const dropout = [{ population: "hidden", share: 0.4 }];
const request = smallRequest(smallNetwork({ ...lif, hidden: 20 }), { dropout });

describe("dropped neurons", () => {
  it("have the gradients of forward mode", () => {
    for (const [precision, most] of [["f64", 1e-13] as const, ["f32", 1e-5] as const]) {
      // As elsewhere: some hundred roundings of 1e-16 or 6e-8 each.
      for (const found of gradientErrors(request, smallBatch(3), { precision, directions: 2 })) {
        expect(found.size).toBeGreaterThan(1e-6);
        expect(found.error).toBeLessThan(most);
        expect(found.loss).toBeLessThan(1e-5);
      }
    }
  });

  it("send nothing: weights from them have no gradient", () => {
    const trainer = makeTrainer(request);
    trainer.differentiate(smallBatch(1));
    const [, , onward] = trainer.gradients();
    const rows = Array.from({ length: 20 }, (_, k) => onward?.subarray(4 * k, 4 * (k + 1)));
    const silent = rows.filter((row) => row?.every((one) => one === 0)).length;
    // 8 of 20 on average, and those that do not spike; 20 would be all.
    expect(silent).toBeGreaterThan(2);
    expect(silent).toBeLessThan(20);
  });

  it("differ between batches, and are all active in an evaluation", () => {
    const trainer = makeTrainer(request);
    const batch = smallBatch(4);
    const [first, second] = [0, 1].map(() => trainer.differentiate(batch).loss);
    expect(first).not.toBe(second);
    const { dropout: _, ...plain } = request;
    expect(trainer.evaluate(batch)).toEqual(makeTrainer(plain).evaluate(batch));
  });

  it("resume from a saved state with the same bits, on any number of workers", async () => {
    const batch = smallBatch(80);
    const learn = (trainer: ReturnType<typeof makeTrainer>): void => {
      trainer.differentiate(batch);
      trainer.update();
    };
    const [one, other] = [1, 2].map((workers) => makeTrainer({ ...request, workers }));
    if (one === undefined || other === undefined) throw new Error("no trainers");
    await other.started();
    learn(one);
    other.restore(one.save());
    learn(one);
    learn(other);
    expect(other.parameters()).toEqual(one.parameters());
    other.close();
  });

  it("are refused for populations that transmit nothing, and with invalid fractions", () => {
    const refused = (population: string, share: number) => () =>
      makeTrainer({ ...request, dropout: [{ population, share }] });
    expect(refused("output", 0.5)).toThrow("SL_TRAINING_OPTION");
    expect(refused("input", 0.5)).toThrow("SL_TRAINING_OPTION");
    expect(refused("hidden", 1)).toThrow("a fraction of at least 0, below 1");
  });
});
