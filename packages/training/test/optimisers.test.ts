import { expect, it } from "vitest";
import { adam, adamW, applyOptimiser, l2, makeTrainer, rmsProp, sgd } from "../src/index.ts";
import { confined } from "../src/run/parameter-bounds.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const batch = smallBatch(2);
const network = smallNetwork(trainedModels[0] as (typeof trainedModels)[number]);

it.each([
  ...[sgd(), sgd({ momentum: 0.9 }), sgd({ momentum: 0.9, nesterov: true })],
  ...[adam(), adamW({ rate: 0.01 }), rmsProp(), l2(adam(), { weight: 0.1 })],
])("$name changes values according to its rule, number by number", (optimiser) => {
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

it("decays values towards 0 like an L2 penalty in the loss", () => {
  const [rate, weight] = [0.25, 0.5];
  const values = Float64Array.of(2, -1);
  const applied = applyOptimiser(l2(sgd({ rate }), { weight }));
  applied.begin(1);
  applied.update("a", values, Float64Array.of(1, 0));
  // value - rate * (gradient + weight * value)
  expect([...values]).toEqual([2 - rate * (1 + weight * 2), -1 + rate * weight]);
  expect(() => l2(sgd(), { weight: -1 })).toThrow("SL_TRAINING_OPTION");
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

const tau = { population: "hidden", parameter: "tau_m" };
const threshold = { population: "hidden", parameter: "v_threshold" };

it.each(["f32", "f64"] as const)("clips parameters that all neurons share, in %s", (precision) => {
  const euler = smallNetwork({
    ...(trainedModels[0] as (typeof trainedModels)[number]),
    integrator: "euler",
  });
  for (const clip of [1e-3, 1e9]) {
    const trainer = makeTrainer(
      smallRequest(euler, {
        trainable: [tau, threshold],
        optimiser: sgd({ rate: 1 }),
        precision,
        clip,
      }),
    );
    const before = trainer.parameters();
    trainer.differentiate(batch);
    const gradients = trainer.gradients();
    const norm = Math.hypot(...gradients.map(([one = Number.NaN]) => one));
    expect(norm).toBeGreaterThan(1e-3);
    trainer.update();
    const moved = trainer.parameters().map(([one = Number.NaN], k) => one - (before[k]?.[0] ?? 0));
    // A value of 10 is rounded to 1e-6 in f32.
    const digits = precision === "f64" ? 12 : 5;
    expect(Math.hypot(...moved)).toBeCloseTo(Math.min(clip, norm), digits);
  }
});

it("keeps parameters of neurons within the bounds of their model", () => {
  const euler = { ...(trainedModels[0] as (typeof trainedModels)[number]), integrator: "euler" };
  // The update would make a time constant negative.
  const optimiser = adamW({ rate: 4, decay: 1 });
  const trainer = makeTrainer(
    smallRequest(smallNetwork(euler), { trainable: [tau, threshold], optimiser }),
  );
  const before = trainer.parameters();
  trainer.differentiate(batch);
  trainer.update();
  const [kept, moved] = trainer.parameters();
  expect(kept).toEqual(before[0]);
  expect(moved).not.toEqual(before[1]);
});

it("uses the bound itself if a model and the precision allow it", () => {
  const within = { min: 0, max: 1, exclusive: false, round: Math.fround };
  expect(confined(1.2, 0.9, within)).toBe(1);
  expect(confined(-3, 0.9, within)).toBe(0);
  expect(confined(0.4, 0.9, within)).toBe(0.4);
  // In f32, 0.1 lies above 0.1.
  expect(confined(1.2, 0.05, { ...within, max: 0.1 })).toBe(0.05);
});

it("continues with parameters of neurons under weight decay", () => {
  const { width: _, ...euler } = {
    ...(trainedModels[0] as (typeof trainedModels)[number]),
    integrator: "euler",
  };
  const optimiser = adamW({ rate: 0.1, decay: 1 });
  const request = smallRequest(smallNetwork(euler), { trainable: [tau], optimiser, clip: 1 });
  const trainer = makeTrainer(request);
  const start = trainer.parameters()[0]?.[0] ?? Number.NaN;
  for (let k = 0; k < 10; k++) {
    trainer.differentiate(batch);
    trainer.update();
  }
  expect(trainer.parameters()[0]?.[0]).toBeLessThan(start / 2);
  // Padding equals the first neuron, so that it cannot produce non-finite values.
  const { values } = trainer.save();
  expect(values).toHaveLength(16);
  expect(new Set(values).size).toBe(1);
});

it("refuses a rule with unknown names, or without assignments", () => {
  const rule = (update: Readonly<Record<string, string>>) => () =>
    applyOptimiser({ ...sgd(), update });
  expect(rule({ value: "value - speed * gradient" })).toThrow("speed");
  expect(rule({ m: "gradient" })).toThrow("SL_TRAINING_OPTION");
  expect(rule({})).toThrow("no value");
});
