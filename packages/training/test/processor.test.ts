import { cpuProcessor, type NeededBuffers } from "@spikeloom/code/processor";
import type { TrainingLoss } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { makeTrainer } from "../src/index.ts";
import { chooseProcessor, type ProcessorAccess, processorTrainer } from "../src/processor/index.ts";
import {
  clippedCase,
  costsRequest,
  currentsCase,
  dropoutRequest,
  largestError,
  lif,
  mostDifference as most,
  processorCases,
  shape,
  trainingDifferences,
} from "./processor-cases.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";

/** The arithmetic of graphics processors, without one. */
const access: ProcessorAccess = { most: 2 ** 27, open: async () => cpuProcessor() };

describe("training on a processor", () => {
  it.each(processorCases)("has the CPU's result: $name", async (one) => {
    for (const difference of Object.values(await trainingDifferences(one, access))) {
      expect(difference).toBeLessThan(most);
    }
  });

  it("changes weights by the clipped norm", async () => {
    for (const share of [1 / 3, 2]) {
      const { request, norm } = clippedCase(share);
      const clipped = processorTrainer(request, access);
      const before = await clipped.parameters();
      await clipped.differentiate(smallBatch(3));
      await clipped.update();
      const change = (await clipped.parameters()).flatMap((one, k) =>
        [...one].map((value, n) => value - (before[k]?.[n] as number)),
      );
      // The rate of plain gradient descent is 0.01; changes of weights near 1 are rounded to 2^-24.
      const expected = 0.01 * norm * Math.min(1, share);
      expect(Math.abs(Math.hypot(...change) / expected - 1)).toBeLessThan(1e-3);
    }
  });

  it("has costs that change the loss", () => {
    const plain = makeTrainer(smallRequest(smallNetwork(lif), shape(lif.width)));
    const { loss } = makeTrainer(costsRequest).evaluate(smallBatch(3));
    expect(plain.evaluate(smallBatch(3)).loss).not.toBe(loss);
  });

  it("continues dropout from the CPU's state, in batch after batch", async () => {
    const [cpu, gpu] = [makeTrainer(dropoutRequest), processorTrainer(dropoutRequest, access)];
    cpu.differentiate(smallBatch(4));
    gpu.restore(cpu.save());
    cpu.differentiate(smallBatch(4));
    await gpu.differentiate(smallBatch(4));
    expect(largestError(await gpu.gradients(), cpu.gradients())).toBeLessThan(most);
    expect((await gpu.save()).common).toEqual(cpu.save().common);
    const whole = (await gpu.evaluate(smallBatch(4))).outputs;
    expect(whole).toEqual(cpu.evaluate(smallBatch(4)).outputs);
  });

  it("refuses a batch without the values that it takes as currents", async () => {
    const gpu = processorTrainer(currentsCase(1).request, access);
    await expect(gpu.evaluate(smallBatch(3))).rejects.toThrow("SL_TRAINING_BATCH");
  });

  it("computes some samples at a time if not all fit into its buffers, or batches grow", async () => {
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
