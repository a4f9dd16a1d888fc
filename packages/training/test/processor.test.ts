import { cpuProcessor, type NeededBuffers } from "@spikeloom/code/processor";
import type { Batch, LearningRequest, NetworkRecord, TrainingLoss } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { makeTrainer, rateBounds, sgd, squaredError, surrogate } from "../src/index.ts";
import { chooseProcessor, type ProcessorAccess, processorTrainer } from "../src/processor/index.ts";
import { deepNetwork, mapBatch } from "./convolution-network.ts";
import { sizes, smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

/** The arithmetic of graphics processors, without one. */
const access: ProcessorAccess = { most: 2 ** 27, open: async () => cpuProcessor() };

/** Largest difference of two lists of arrays, relative to the largest number of each array. */
function largestError(got: readonly Float64Array[], expected: readonly Float64Array[]): number {
  expect(got.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  return Math.max(
    ...expected.map((one, k) => {
      const size = Math.max(...one.map(Math.abs));
      expect(size).toBeGreaterThan(0);
      const other = got[k] as Float64Array;
      return Math.max(...one.map((value, n) => Math.abs(value - (other[n] as number)))) / size;
    }),
  );
}

// Both add the same products in other orders, some hundred roundings of 2^-24 each, where no spike differs.
const most = 1e-5;

async function expectSame(request: LearningRequest, batch: Batch, options = {}): Promise<void> {
  const cpu = makeTrainer(request, options);
  const gpu = processorTrainer(request, access, options);
  const [expected, got] = [cpu.differentiate(batch), await gpu.differentiate(batch)];
  expect(Math.abs(got.loss - expected.loss)).toBeLessThan(most * expected.loss);
  expect(largestError([got.outputs], [expected.outputs])).toBeLessThan(most);
  expect(largestError(await gpu.gradients(), cpu.gradients())).toBeLessThan(most);
  cpu.update();
  await gpu.update();
  expect(largestError(await gpu.parameters(), cpu.parameters())).toBeLessThan(most);
  gpu.close();
}

/** A network without its recurrent projection. */
function feedForward({ projections = [], ...network }: NetworkRecord): NetworkRecord {
  return { ...network, projections: projections.filter(({ from, to }) => from !== to) };
}

const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];
const shape = (width: number, reset: "attached" | "detached" = "attached") => ({
  surrogate: surrogate("fast-sigmoid", { width, height: 1 / width, reset }),
});

describe("training on a processor has the CPU's result", () => {
  it.each(trainedModels)("$model, recurrent", async (model) => {
    await expectSame(
      smallRequest(smallNetwork({ ...model, steps: 15 }), shape(model.width)),
      smallBatch(5, { steps: 15, rate: 0.3 }),
    );
  });

  it("without recurrence, and with more neurons than a tile of products", async () => {
    const network = feedForward(smallNetwork({ ...lif, hidden: 21 }));
    await expectSame(smallRequest(network, shape(lif.width)), smallBatch(7));
  });

  const state = { population: "output", variable: "v" } as const;
  const targets = new Float64Array(3 * sizes.output).fill(0.4);
  it.each([
    ["the last potential", { readout: state, loss: squaredError }],
    ["a mean potential", { readout: { ...state, reduce: "mean" as const }, loss: squaredError }],
    [
      "counts in a window",
      { readout: { ...state, variable: "spikes", window: { from: 5, until: 20 } } },
    ],
  ])("of %s", async (_, more) => {
    const batch = "loss" in more ? { ...smallBatch(3), targets } : smallBatch(3);
    await expectSame(smallRequest(smallNetwork(lif), { ...shape(lif.width), ...more }), batch);
  });

  it("with truncated gradients", async () => {
    for (const network of [smallNetwork(lif), feedForward(smallNetwork(lif))]) {
      await expectSame(smallRequest(network, shape(lif.width)), smallBatch(3), { truncate: 7 });
    }
  });

  it.each([
    {},
    { padding: 1, outputs: 6 },
    { stride: 2, padding: 1 },
    { pool: 2, inner: 5 },
    { pool: 2, stride: 2, padding: 2, outputs: 2 },
  ])("with convolutions: %o", async (window) => {
    await expectSame(smallRequest(deepNetwork(window)), mapBatch(3, 0.3));
  });

  it("with clipped gradients", async () => {
    const request = smallRequest(smallNetwork(lif), { ...shape(lif.width), optimiser: sgd() });
    const free = makeTrainer(request);
    free.differentiate(smallBatch(3));
    const sum = free.gradients().flatMap((one) => [...one]);
    const norm = Math.hypot(...sum);
    for (const clip of [norm / 3, 2 * norm]) {
      await expectSame({ ...request, clip }, smallBatch(3));
      const clipped = processorTrainer({ ...request, clip }, access);
      const before = await clipped.parameters();
      await clipped.differentiate(smallBatch(3));
      await clipped.update();
      const change = (await clipped.parameters()).flatMap((one, k) =>
        [...one].map((value, n) => value - (before[k]?.[n] as number)),
      );
      // The rate of plain gradient descent is 0.01; changes of weights near 1 are rounded to 2^-24.
      const expected = 0.01 * Math.min(norm, clip);
      expect(Math.abs(Math.hypot(...change) / expected - 1)).toBeLessThan(1e-3);
    }
  });

  it("with clipped gradients whose squares exceed single precision", async () => {
    const loss: TrainingLoss = {
      name: "steep",
      targets: () => 1,
      value(_, __, slope) {
        slope.fill(1e25);
        return 1;
      },
    };
    const request = smallRequest(smallNetwork(lif), { ...shape(lif.width), loss, clip: 1 });
    await expectSame({ ...request, optimiser: sgd() }, smallBatch(3));
  });

  it("with costs of spike counts", async () => {
    const costs = [
      rateBounds({ population: "hidden", least: 40, most: 60, weight: 0.1 }),
      rateBounds({ population: "output", most: 1, weight: 0.3, ofMean: true }),
    ];
    const request = smallRequest(smallNetwork(lif), { ...shape(lif.width), costs });
    await expectSame(request, smallBatch(3));
    const plain = makeTrainer(smallRequest(smallNetwork(lif), shape(lif.width)));
    expect(plain.evaluate(smallBatch(3)).loss).not.toBe(
      makeTrainer(request).evaluate(smallBatch(3)).loss,
    );
  });

  it("with dropout, in batch after batch, and continues from the CPU's state", async () => {
    const dropout = [{ population: "hidden", share: 0.4 }];
    const network = smallNetwork({ ...lif, hidden: 20 });
    const request = smallRequest(network, { ...shape(lif.width), dropout });
    await expectSame(request, smallBatch(4));
    const [cpu, gpu] = [makeTrainer(request), processorTrainer(request, access)];
    cpu.differentiate(smallBatch(4));
    gpu.restore(cpu.save());
    cpu.differentiate(smallBatch(4));
    await gpu.differentiate(smallBatch(4));
    expect(largestError(await gpu.gradients(), cpu.gradients())).toBeLessThan(most);
    expect((await gpu.save()).common).toEqual(cpu.save().common);
    const whole = (await gpu.evaluate(smallBatch(4))).outputs;
    expect(whole).toEqual(cpu.evaluate(smallBatch(4)).outputs);
  });

  it("with values of a batch as currents", async () => {
    const model = { model: "lif-curr-exp", receptor: "excitatory", width: 8 } as const;
    const network = smallNetwork({ ...model, weight: [2.5, "nA"] });
    const values = ["hidden.i_inj"];
    const request = smallRequest(network, { ...shape(model.width), values });
    const batch = smallBatch(3);
    for (const steps of [1, 30]) {
      const given = Float64Array.from(
        { length: 3 * steps * sizes.hidden },
        (_, k) => 150 + 40 * (k % 7),
      );
      const currents = { "hidden.i_inj": { steps, values: given } };
      await expectSame(request, { ...batch, inputs: { ...batch.inputs, ...currents } });
    }
    const gpu = processorTrainer(request, access);
    await expect(gpu.evaluate(batch)).rejects.toThrow("SL_TRAINING_BATCH");
  });

  it("if only some samples fit into its buffers, or batches grow", async () => {
    const request = smallRequest(smallNetwork(lif), shape(lif.width));
    const batch = smallBatch(9);
    const whole = processorTrainer(request, access);
    const parts = processorTrainer(request, { ...access, most: 8000 });
    await parts.evaluate(smallBatch(1));
    for (const one of [whole, parts]) await one.differentiate(batch);
    expect(largestError(await parts.gradients(), await whole.gradients())).toBeLessThan(most);
  });
});

describe("a training on a processor", () => {
  const request = smallRequest(smallNetwork(lif), shape(lif.width));

  it("continues bit for bit from a saved state, also on the CPU", async () => {
    const batch = smallBatch(4);
    const first = processorTrainer(request, access);
    const step = async (one: typeof first): Promise<void> => {
      await one.differentiate(batch);
      await one.update();
    };
    await step(first);
    const saved = await first.save();
    await step(first);
    const second = processorTrainer(request, access);
    second.restore(saved);
    await step(second);
    expect(await second.save()).toEqual(await first.save());
    const cpu = makeTrainer(request);
    cpu.restore(saved);
    cpu.differentiate(batch);
    cpu.update();
    expect(largestError(cpu.parameters(), await first.parameters())).toBeLessThan(most);
  });

  it("leaves values unchanged where gradients are not finite", async () => {
    const loss: TrainingLoss = {
      name: "steep",
      targets: () => 1,
      value(_, __, slope) {
        slope.fill(1e38);
        return 1;
      },
    };
    const trainer = processorTrainer({ ...request, loss }, access);
    const before = await trainer.parameters();
    await trainer.differentiate(smallBatch(3));
    await expect(trainer.update()).rejects.toMatchObject({ code: "SL_TRAINING_NOT_FINITE" });
    expect(await trainer.parameters()).toEqual(before);
  });

  it("refuses what has no code there", async () => {
    for (const more of [
      { precision: "f64" as const },
      { carry: true },
      { trainable: [{ population: "hidden", parameter: "tau_m" }] },
    ]) {
      const odd = { ...request, ...more };
      expect(() => processorTrainer(odd, access)).toThrow("SL_TRAINING_PROCESSOR");
      const chosen = await chooseProcessor({ ...odd, processor: "auto" });
      expect(chosen).toEqual({ about: expect.stringContaining("on the CPU only") });
    }
  });

  it("computes fewer samples at once where memory is limited, and refuses less than one", async () => {
    const batch = smallBatch(9);
    let largest = 0;
    const counting: typeof access = {
      ...access,
      async open(needed: NeededBuffers) {
        const words = Object.values(needed).reduce((sum, one) => sum + one, 0);
        largest = Math.max(largest, 4 * words);
        return cpuProcessor();
      },
    };
    const whole = processorTrainer(request, counting);
    await whole.differentiate(batch);
    const memory = Math.floor(largest / 3);
    largest = 0;
    const parts = processorTrainer({ ...request, memory }, counting);
    await parts.differentiate(batch);
    expect(largest).toBeLessThanOrEqual(memory);
    expect(largest).toBeGreaterThan(memory / 2);
    expect(largestError(await parts.gradients(), await whole.gradients())).toBeLessThan(most);
    const tight = { ...request, memory: 1000 };
    expect(() => processorTrainer(tight, access)).toThrow("SL_TRAINING_PROCESSOR_MEMORY");
    const wide = smallNetwork({ ...lif, hidden: 600 });
    const large = { ...smallRequest(wide, shape(lif.width)), processor: "auto", memory } as const;
    expect((await chooseProcessor(large)).about).toContain("a sample takes");
  });

  it("is chosen by size", async () => {
    const chosen = await chooseProcessor({ ...request, processor: "auto" });
    expect(chosen).toEqual({ about: expect.stringContaining("products for a sample, fewer than") });
    const none = { requestAdapter: async () => null };
    const asked = { ...request, processor: "gpu" as const, gpu: none };
    await expect(chooseProcessor(asked)).rejects.toMatchObject({ code: "SL_GPU_ADAPTER" });
    const wide = smallNetwork({ ...lif, hidden: 600 });
    const large = { ...smallRequest(wide, shape(lif.width)), processor: "auto" as const };
    expect(await chooseProcessor({ ...large, gpu: none })).toEqual({
      about: expect.stringContaining("no graphics processor that WebGPU can use"),
    });
    const adapter = { limits: {}, info: { vendor: "acme" } };
    const gpu = { requestAdapter: async () => adapter };
    expect((await chooseProcessor({ ...large, gpu })).about).toBe("graphics processor: acme");
  });
});
