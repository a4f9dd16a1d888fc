import { describe, expect, it } from "vitest";
import { makeTrainer, surrogate } from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const batch = smallBatch(2);
const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];
const [, , , , , adaptive = lif] = trainedModels;

describe("truncated backpropagation through time", () => {
  const cases = [lif, adaptive].flatMap((model, k) =>
    (k === 0 ? [1, 4, 7] : [5]).map((truncate) => ({ model, truncate, of: model.model })),
  );

  // Delays of one to three steps extend beyond the cuts, and receptors of some models have states.
  it.each(cases)(
    "$of, cut after $truncate steps, is forward mode that is constant there",
    ({ model, truncate }) => {
      const { width } = model;
      const request = smallRequest(smallNetwork(model), {
        surrogate: surrogate("arctan", { width, height: 1 / width, reset: "attached" }),
      });
      for (const found of gradientErrors(request, batch, {
        precision: "f64",
        directions: 2,
        truncate,
      })) {
        expect(found.size).toBeGreaterThan(1e-6);
        expect(found.error).toBeLessThan(1e-13);
      }
      const [cut, whole] = [makeTrainer(request, { truncate }), makeTrainer(request)];
      for (const one of [cut, whole]) one.differentiate(batch);
      expect(cut.gradients()).not.toEqual(whole.gradients());
    },
  );

  it("equals full backpropagation, to the bit, if nothing is truncated", () => {
    const request = smallRequest(smallNetwork(lif));
    const gradients = [undefined, 0, 30, 1000].map((truncate) => {
      const trainer = makeTrainer(request, truncate === undefined ? {} : { truncate });
      trainer.differentiate(batch);
      return trainer.gradients();
    });
    for (const one of gradients.slice(1)) expect(one).toEqual(gradients[0]);
  });

  it.each([-1, 2.5, Number.NaN])("refuses %d steps", (truncate) => {
    const request = smallRequest(smallNetwork(lif));
    expect(() => makeTrainer(request, { truncate })).toThrow(
      "truncated after a whole number of steps",
    );
  });
});
