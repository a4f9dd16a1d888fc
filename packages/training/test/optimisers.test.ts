import { expect, it } from "vitest";
import { adam, adamW, applyOptimiser, makeTrainer, rmsProp, sgd } from "../src/index.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const batch = smallBatch(2);
const network = smallNetwork(trainedModels[0] as (typeof trainedModels)[number]);

it.each([
  ...[sgd(), sgd({ momentum: 0.9 }), sgd({ momentum: 0.9, nesterov: true })],
  ...[adam(), adamW({ rate: 0.01 }), rmsProp()],
])("$name changes values as its rule says, number by number", (optimiser) => {
  const trainer = makeTrainer(smallRequest(network, { optimiser, precision: "f64" }));
  const applied = applyOptimiser(optimiser);
  const values = trainer.parameters();
  for (const rateFactor of [1, 0.5, 1]) {
    trainer.differentiate(batch);
    const gradients = trainer.gradients();
    trainer.update(rateFactor);
    applied.begin(rateFactor);
    values.forEach((one, k) => {
      applied.update(String(k), one, gradients[k] as Float64Array);
    });
    // The same operations in the same order.
    expect(trainer.parameters()).toEqual(values);
  }
});

it("clips gradients to a norm", () => {
  const request = smallRequest(network, { optimiser: sgd({ rate: 1 }), precision: "f64" });
  const trainer = makeTrainer({ ...request, clip: 0.01 });
  const before = trainer.parameters();
  trainer.differentiate(batch);
  trainer.update();
  const moved = trainer.parameters().flatMap((values, k) => {
    return [...values].map((value, n) => value - (before[k]?.[n] ?? Number.NaN));
  });
  const norm = Math.sqrt(moved.reduce((sum, one) => sum + one * one, 0));
  expect(norm).toBeCloseTo(0.01, 12);
});

it("refuses a rule that names nothing, or sets nothing", () => {
  const rule = (update: Readonly<Record<string, string>>) => () =>
    applyOptimiser({ ...sgd(), update });
  expect(rule({ value: "value - speed * gradient" })).toThrow("speed");
  expect(rule({ m: "gradient" })).toThrow("SL_TRAINING_OPTION");
  expect(rule({})).toThrow("no value");
});
