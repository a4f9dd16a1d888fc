import { answerOf, windowedExamples } from "@spikeloom/training";
import { describe, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../src/index.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { finishTask, learnTask } from "../src/train/train.ts";

vi.setConfig({ testTimeout: 60_000 });

const membrane = { v_rest: "0 mV", v_reset: "0 mV", tau_refrac: "0 ms" };
const neurons = (size: number, leak: string, threshold: string) => ({
  model: "lif-delta",
  size,
  parameters: { ...membrane, tau_m: leak, v_threshold: threshold },
});
const dense = (from: string, to: string) => ({
  from,
  to,
  delay: "1 ms",
  connector: { kind: "all-to-all" },
  weight: { draw: "normal", mean: "0 mV", sd: "0.2 mV" } as const,
});

/** Digits whose pixels spike once, mostly in the first of three windows. */
const task: TrainingTask = {
  format: "spikeloom-training",
  version: 1,
  epochs: 5,
  seed: 1,
  windows: 3,
  data: { set: "digits", train: 300, test: 60, validation: 40 },
  encoder: { name: "latency-linear", population: "input", parameters: { last: "15 ms" } },
  network: {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "24 ms",
    populations: {
      input: { model: "spike-array", size: 64 },
      hidden: neurons(32, "15 ms", "1 mV"),
      output: neurons(10, "30 ms", "1000 V"),
    },
    projections: [dense("input", "hidden"), dense("hidden", "output")],
  },
  readout: { population: "output", variable: "v", reduce: "mean" },
  optimiser: { name: "adam", rate: 0.01 },
  surrogate: { name: "fast-sigmoid", width: 0.2 },
};

const prepared = (more: Partial<TrainingTask> = {}) =>
  prepareTask({ ...task, ...more }, { stack, file: "training" });

describe("a training in windows", () => {
  it("learns, and predicts by the last window of a whole sample", async () => {
    const ready = await prepared();
    expect([ready.train.examples.windows, ready.test.examples.windows]).toEqual([3, undefined]);
    const state = await learnTask(ready, {});
    const { test, network } = await finishTask(ready, state);
    // Observed: 0.77; 60 predictions of an equally good learner reach 0.16 less at three standard deviations.
    expect(test.right / test.size).toBeGreaterThan(0.6);
    expect(network.duration).toBe("24 ms");
    const learner = await ready.begin(state.best?.learner);
    const windows = windowedExamples(ready.test.examples, { windows: 3, steps: 8 });
    const indices = Uint32Array.from({ length: 60 }, (_, k) => k);
    let outputs = new Float64Array(0);
    for (let k = 0; k < 3; k++) {
      outputs = Float64Array.from((await learner.evaluate(windows.batch(indices, k))).outputs);
    }
    const answers = [...indices].map((k) => answerOf(outputs.subarray(10 * k, 10 * (k + 1))));
    expect([...test.answers]).toEqual(answers);
  });

  it("refuses windows of fractional steps, and a readout of a part of them", async () => {
    await expect(prepared({ windows: 5 })).rejects.toThrow("a divisor of 24");
    const window = { from: 0, until: 4 };
    const readout = { ...task.readout, window };
    await expect(prepared({ readout })).rejects.toThrow("read as a whole");
  });

  it.each<[string, Partial<TrainingTask>]>([
    ["a learner that restarts in each batch", { learner: "eprop" }],
    ["batch normalisation", { normalise: [{ population: "hidden" }] }],
  ])("refuses %s, with its place in the file", async (_, more) => {
    await expect(prepared(more)).rejects.toMatchObject({
      code: "SL_TRAINING_FILE",
      place: "windows",
      expected: "1",
      got: "3",
    });
    expect((await prepared({ ...more, windows: 1 })).task).toMatchObject(more);
  });
});
