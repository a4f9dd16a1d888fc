import type { Batch, NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { run, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { makeTrainer } from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { smallRequest } from "./small-task.ts";

const steps = 12;
const unitless = {
  ...{ v_rest: "0 mV", v_reset: "0 mV", v_threshold: "1 mV", tau_refrac: "0 ms" },
};

interface Shape {
  readonly stride?: number;
  readonly padding?: number;
  readonly pool?: number;
}

/** Two channels of 7 × 6 places, three of what a window makes of them, and four neurons that see all of these. */
function mapNetwork({ stride = 1, padding = 0, pool = 1 }: Shape): NetworkRecord {
  const places = (length: number, side: number): number =>
    Math.floor((Math.floor(length / pool) + 2 * padding - side) / stride) + 1;
  const [rows, columns] = [places(7, 3), places(6, 2)];
  const draws = stream(streamKey(3, "weights"), 0);
  const drawn = (count: number, most: number) => ({
    values: Float64Array.from({ length: count }, () => most * (1.6 * draws.uniform() - 0.6)),
    unit: "mV",
  });
  const neurons = (size: number) => ({ model: "lif-delta", size, parameters: unitless });
  const hidden = 3 * rows * columns;
  return completeNetwork(
    {
      ...{ format: "spikeloom-network", version: 1, dt: "1 ms", seed: 4, duration: `${steps} ms` },
      populations: {
        input: { model: "spike-array", size: 2 * 7 * 6 },
        maps: neurons(hidden),
        output: neurons(4),
      },
      projections: [
        {
          ...{ name: "input->maps", from: "input", to: "maps", delay: "1 ms" },
          connector: {
            ...{ kind: "convolution", rows: 7, columns: 6, kernelRows: 3, kernelColumns: 2 },
            ...{ stride, padding, pool },
          },
          weight: drawn(3 * 2 * 3 * 2, 0.5),
        },
        {
          ...{ name: "maps->output", from: "maps", to: "output", delay: "2 ms" },
          connector: {
            ...{ kind: "convolution", rows, columns, kernelRows: rows, kernelColumns: columns },
          },
          weight: drawn(4 * hidden, 0.4),
        },
      ],
    },
    stack,
  );
}

function mapBatch(size: number): Batch {
  const draws = stream(streamKey(12, "batch"), 0);
  const begins = new Uint32Array(size + 1);
  const [at, neurons]: [number[], number[]] = [[], []];
  for (let example = 0; example < size; example++) {
    for (let step = 0; step < steps; step++) {
      for (let neuron = 0; neuron < 84; neuron++) {
        if (draws.uniform() >= 0.15) continue;
        at.push(step);
        neurons.push(neuron);
      }
    }
    begins[example + 1] = at.length;
  }
  const input = { begins, steps: Uint16Array.from(at), neurons: Uint16Array.from(neurons) };
  const targets = Float64Array.from({ length: size }, (_, k) => k % 4);
  return { size, inputs: { input }, targets };
}

describe("a window that slides", () => {
  it.each<Shape>([
    {},
    { padding: 1 },
    { stride: 2, padding: 1 },
    { pool: 2 },
    { pool: 2, stride: 2, padding: 2 },
  ])("has the gradients of forward mode: %o", (shape) => {
    const request = smallRequest(mapNetwork(shape));
    const batch = mapBatch(2);
    // As elsewhere: some hundred roundings, of which each is 1e-16 or 6e-8.
    for (const [precision, most] of [["f64", 1e-13] as const, ["f32", 1e-5] as const]) {
      for (const found of gradientErrors(request, batch, { precision, directions: 1 })) {
        expect(found.spikes).toBeGreaterThan(0);
        expect(found.size).toBeGreaterThan(1e-6);
        expect(found.error).toBeLessThan(most);
        expect(found.loss).toBeLessThan(1e-5);
      }
    }
  });

  it("has the same bits when it is interpreted", () => {
    const request = smallRequest(mapNetwork({ stride: 2, padding: 1 }));
    for (const precision of ["f32", "f64"] as const) {
      const all = (["wasm", "js"] as const).map((target) => {
        const trainer = makeTrainer({ ...request, precision }, { target });
        const { loss } = trainer.differentiate(mapBatch(2));
        const gradients = trainer.gradients();
        trainer.update();
        return { loss, gradients, parameters: trainer.parameters() };
      });
      expect(all[0]).toEqual(all[1]);
    }
  });

  it("spikes in a simulation as it did in training", async () => {
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
      // What is found in a step has its end as its time.
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

  it("refuses weights that are drawn for each synapse", () => {
    const network = mapNetwork({});
    const [first, second] = network.projections ?? [];
    const weight = { draw: "uniform", low: "0 mV", high: "1 mV" } as const;
    const projections = [{ ...first, weight }, second] as never;
    expect(() => makeTrainer(smallRequest({ ...network, projections }))).toThrow(
      "The weights of a window differ",
    );
  });
});
