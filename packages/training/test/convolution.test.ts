import type { Batch, LearningRequest, NetworkRecord } from "@spikeloom/kernel";
import { run } from "spikeloom";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { makeTrainer } from "../src/index.ts";
import { deepNetwork, mapBatch, mapNetwork, type Shape } from "./convolution-network.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { smallRequest } from "./small-task.ts";

function expectSameBits(request: LearningRequest, batch: Batch, precision: "f32" | "f64"): void {
  const all = (["wasm", "js"] as const).map((target) => {
    const trainer = makeTrainer({ ...request, precision }, { target });
    const { loss } = trainer.differentiate(batch);
    const gradients = trainer.gradients();
    trainer.update();
    return { loss, gradients, parameters: trainer.parameters() };
  });
  expect(all[0]).toEqual(all[1]);
}

describe("a convolution", () => {
  it.each<Shape>([
    {},
    { padding: 1 },
    { stride: 2, padding: 1 },
    { pool: 2 },
    { pool: 2, stride: 2, padding: 2 },
  ])("has the gradients of forward mode: %o", (shape) => {
    const request = smallRequest(mapNetwork(shape));
    const batch = mapBatch(2);
    // As elsewhere: some hundred roundings of 1e-16 or 6e-8 each.
    for (const [precision, most] of [["f64", 1e-13] as const, ["f32", 1e-5] as const]) {
      for (const found of gradientErrors(request, batch, { precision, directions: 1 })) {
        expect(found.spikes).toBeGreaterThan(0);
        expect(found.size).toBeGreaterThan(1e-6);
        expect(found.error).toBeLessThan(most);
        expect(found.loss).toBeLessThan(1e-5);
      }
    }
  });

  // So many spikes that they are gathered by target: of 84 neurons, 59 spike in a step.
  it.each<readonly ["f32" | "f64", Shape]>([
    ["f32", { outputs: 4 }],
    // Three parts of 32 channels.
    ["f32", { pool: 2, outputs: 70, padding: 1 }],
    ["f64", { stride: 2, padding: 1, outputs: 5 }],
    ["f64", { pool: 2, stride: 2, padding: 2 }],
  ])("gathers many spikes: %s, %o", (precision, shape) => {
    const request = smallRequest(mapNetwork(shape));
    const batch = mapBatch(1, 0.7);
    for (const found of gradientErrors(request, batch, { precision: "f64", directions: 1 })) {
      expect(found.spikes).toBeGreaterThan(0);
      expect(found.error).toBeLessThan(1e-13);
      expect(found.loss).toBeLessThan(1e-13);
    }
    expectSameBits(request, batch, precision);
  });

  // All gradients, and a tenth of the neurons: products are then summed differently.
  const deep: readonly (readonly ["f32" | "f64", string, Shape])[] = [
    ["f32", "1 / (1 + abs(excess))", { outputs: 4 }],
    ["f64", "1 / (1 + abs(excess))", { stride: 2, padding: 1 }],
    ["f64", "max(0, 1 - 8 * abs(excess))", { padding: 1, outputs: 4 }],
    ["f32", "max(0, 1 - 8 * abs(excess))", { pool: 2, stride: 2, padding: 2 }],
    ["f32", "1 / (1 + abs(excess))", { pool: 2, inner: 5 }],
    ["f64", "1 / (1 + abs(excess))", { pool: 2, inner: 33 }],
    // Blocks of 12, with one target left over.
    ["f32", "1 / (1 + abs(excess))", { pool: 2, inner: 12, outputs: 4, padding: 1 }],
    ["f64", "max(0, 1 - 8 * abs(excess))", { stride: 2, inner: 24 }],
  ];
  it.each(deep.filter((_, k) => long || k % 2 === 0))(
    "propagates gradients back through convolutions: %s, %s, %o",
    (precision, derivative, shape) => {
      const surrogate = { derivative, reset: "detached" } as const;
      const request = smallRequest(deepNetwork(shape), { surrogate });
      const batch = mapBatch(2);
      for (const found of gradientErrors(request, batch, { precision: "f64", directions: 1 })) {
        expect(found.spikes).toBeGreaterThan(0);
        expect(found.size).toBeGreaterThan(1e-6);
        expect(found.error).toBeLessThan(1e-13);
      }
      expectSameBits(request, mapBatch(1), precision);
    },
  );

  it("has the same bits in the interpreter", () => {
    const request = smallRequest(mapNetwork({ stride: 2, padding: 1 }));
    for (const precision of ["f32", "f64"] as const) {
      expectSameBits(request, mapBatch(2), precision);
    }
  });

  it("spikes in a simulation as in training", async () => {
    const network = mapNetwork({ pool: 2, padding: 1 });
    const trainer = makeTrainer(smallRequest(network, { precision: "f64" }));
    const batch = mapBatch(1);
    for (let k = 0; k < 5; k++) {
      trainer.differentiate(batch);
      trainer.update();
    }
    const { outputs } = trainer.evaluate(batch);
    const weights = trainer.parameters();
    const times: string[][] = Array.from({ length: 84 }, () => []);
    const { input } = batch.inputs;
    if (input === undefined || !("begins" in input)) throw new Error("no spikes are given");
    for (const [k, neuron] of input.neurons.entries()) {
      // A spike detected in a step has the time of its end.
      times[neuron]?.push(`${(input.steps[k] as number) + 1} ms`);
    }
    const { populations, projections = [] } = network;
    const trained: NetworkRecord = {
      ...network,
      populations: { ...populations, input: { model: "spike-array", size: 84, times } },
      projections: projections.map((one, k) => {
        return { ...one, weight: { values: weights[k] as Float64Array, unit: "mV" } };
      }),
      record: [{ population: "output", variables: ["spikes"] }],
    };
    const { recordings } = await run(trained);
    const found = new Float64Array(4);
    for (const neuron of recordings[0]?.spikes?.neurons ?? []) {
      found[neuron] = (found[neuron] as number) + 1;
    }
    expect(found.some((count) => count > 0)).toBe(true);
    expect(found).toEqual(outputs);
  });

  it("refuses a weight for each synapse", () => {
    const network = mapNetwork({});
    const [first, second] = network.projections ?? [];
    const weight = { formula: "0.01 * (i + j) * mV" } as const;
    const projections = [{ ...first, weight }, second] as never;
    expect(() => makeTrainer(smallRequest({ ...network, projections }))).toThrow(
      "The weights of a convolution differ",
    );
  });
});
