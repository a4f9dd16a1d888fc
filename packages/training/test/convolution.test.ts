import type { Batch, LearningRequest, NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { run, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { makeTrainer } from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { smallRequest } from "./small-task.ts";

const steps = 12;
const unitless = {
  v_rest: "0 mV",
  v_reset: "0 mV",
  v_threshold: "1 mV",
  tau_refrac: "0 ms",
};

interface Shape {
  readonly stride?: number;
  readonly padding?: number;
  readonly pool?: number;
  /** Target channels, by default 3. */
  readonly outputs?: number;
  /** Channels of the input map, by default 3. */
  readonly inner?: number;
}

const kernel = [3, 2] as const;
const draws = (key: number) => stream(streamKey(key, "weights"), 0);

/** A convolution over maps of the given size and number of channels, with the shape and the number of its targets. */
function windowOver(
  [from, to]: readonly [string, string],
  [rows, columns, channels]: readonly [number, number, number],
  { stride = 1, padding = 0, pool = 1, outputs = 3 }: Shape,
) {
  const places = (length: number, side: number): number =>
    Math.floor((Math.floor(length / pool) + 2 * padding - side) / stride) + 1;
  const [toRows, toColumns] = [places(rows, kernel[0]), places(columns, kernel[1])];
  const drawn = draws(rows + channels);
  const weight = Float64Array.from({ length: outputs * channels * kernel[0] * kernel[1] }, () => {
    return 0.5 * (1.6 * drawn.uniform() - 0.6);
  });
  return {
    projection: {
      name: `${from}->${to}`,
      from,
      to,
      delay: "1 ms",
      connector: {
        kind: "convolution",
        rows,
        columns,
        kernelRows: kernel[0],
        kernelColumns: kernel[1],
        stride,
        padding,
        pool,
      },
      weight: { values: weight, unit: "mV" },
    },
    to: [toRows, toColumns] as const,
    size: outputs * toRows * toColumns,
  };
}

const neurons = (size: number) => ({ model: "lif-delta", size, parameters: unitless });

/** Two channels of 7 × 6, three channels of a convolution, and four neurons that see all of these. */
function mapNetwork(shape: Shape): NetworkRecord {
  const first = windowOver(["input", "maps"], [7, 6, 2], shape);
  return networkOf([first]);
}

/** The same with another convolution in front: gradients then pass back through both. */
function deepNetwork(shape: Shape): NetworkRecord {
  const { inner = 3 } = shape;
  const first = windowOver(["input", "first"], [7, 6, 2], { padding: 1, outputs: inner });
  const second = windowOver(["first", "maps"], [...first.to, inner], shape);
  return networkOf([first, second]);
}

function networkOf(windows: readonly ReturnType<typeof windowOver>[]): NetworkRecord {
  const { to, size: hidden } = windows.at(-1) as ReturnType<typeof windowOver>;
  const [rows, columns] = to;
  const drawn = draws(hidden);
  const values = Float64Array.from({ length: 4 * hidden }, () => {
    return 0.4 * (1.6 * drawn.uniform() - 0.6);
  });
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      seed: 4,
      duration: `${steps} ms`,
      populations: {
        input: { model: "spike-array", size: 2 * 7 * 6 },
        ...Object.fromEntries(
          windows.map(({ projection, size }) => [projection.to, neurons(size)]),
        ),
        output: neurons(4),
      },
      projections: [
        ...windows.map(({ projection }) => projection),
        {
          name: "maps->output",
          from: "maps",
          to: "output",
          delay: "2 ms",
          connector: {
            kind: "convolution",
            rows,
            columns,
            kernelRows: rows,
            kernelColumns: columns,
          },
          weight: { values, unit: "mV" },
        },
      ],
    },
    stack,
  );
}

function mapBatch(size: number, rate = 0.15): Batch {
  const draws = stream(streamKey(12, "batch"), 0);
  const begins = new Uint32Array(size + 1);
  const [at, neurons]: [number[], number[]] = [[], []];
  for (let example = 0; example < size; example++) {
    for (let step = 0; step < steps; step++) {
      for (let neuron = 0; neuron < 84; neuron++) {
        if (draws.uniform() >= rate) continue;
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
  it.each<readonly ["f32" | "f64", string, Shape]>([
    ["f32", "1 / (1 + abs(excess))", { outputs: 4 }],
    ["f64", "1 / (1 + abs(excess))", { stride: 2, padding: 1 }],
    ["f64", "max(0, 1 - 8 * abs(excess))", { padding: 1, outputs: 4 }],
    ["f32", "max(0, 1 - 8 * abs(excess))", { pool: 2, stride: 2, padding: 2 }],
    ["f32", "1 / (1 + abs(excess))", { pool: 2, inner: 5 }],
    ["f64", "1 / (1 + abs(excess))", { pool: 2, inner: 33 }],
    // Blocks of 12, with one target left over.
    ["f32", "1 / (1 + abs(excess))", { pool: 2, inner: 12, outputs: 4, padding: 1 }],
    ["f64", "max(0, 1 - 8 * abs(excess))", { stride: 2, inner: 24 }],
  ])(
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
