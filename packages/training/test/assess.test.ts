import type { Learner } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { assess, fit, spikeExamples } from "../src/index.ts";

/** Returns the same outputs for each sample; the loss falls, then rises. */
function fixed(row: readonly number[], losses: readonly number[] = [1]): Learner {
  let epoch = 0;
  const found = (size: number) => ({
    loss: losses[Math.min(epoch, losses.length - 1)] as number,
    outputs: Float64Array.from({ length: size * row.length }, (_, k) => row[k % row.length] ?? 0),
  });
  return {
    step: async ({ size }) => found(size),
    evaluate: async ({ size }) => found(size),
    parameters: async () => [],
    save: async () => Uint8Array.of(epoch++),
  };
}

const none = {};
const labels = spikeExamples(none, Float64Array.of(1, 0, 1, 1), 4);
const rows = spikeExamples(none, new Float64Array(16), 4);

it("computes an accuracy of labels, and of nothing else", async () => {
  const row = [0, 3, 1, 2];
  expect(await assess(fixed(row), labels, 3)).toEqual({ loss: 1, accuracy: 0.75 });
  expect(await assess(fixed(row), rows)).toEqual({ loss: 1 });
  const shares = spikeExamples(none, Float64Array.of(0.5, 1, 0, 1), 4);
  expect(await assess(fixed(row), shares)).toEqual({ loss: 1 });
  // One output and one target number.
  expect(await assess(fixed([0]), spikeExamples(none, new Float64Array(4), 4))).toEqual({
    loss: 1,
  });
});

it("chooses the best epoch by the loss if there are no labels", async () => {
  const learner = fixed([0, 3, 1, 2], [3, 3, 1, 2]);
  const task = { examples: rows, validation: rows, epochs: 3, seed: 1 };
  const { history, best } = await fit(learner, task);
  expect(history.map(({ accuracy }) => accuracy)).toEqual([undefined, undefined, undefined]);
  expect(history.map(({ validation }) => validation?.loss)).toEqual([3, 1, 2]);
  expect(best?.epoch).toBe(1);
});

it("chooses the earliest if the readout is of first spikes", async () => {
  const readout = { population: "out", variable: "spikes", reduce: "first" } as const;
  const learner: Learner = { ...fixed([3, 1, 2]), readout };
  expect(await assess(learner, labels)).toEqual({ loss: 1, accuracy: 0.75 });
  const { history } = await fit(learner, { examples: labels, epochs: 1, seed: 1 });
  expect(history[0]?.accuracy).toBe(0.75);
});

it("is ended by a timer, although each step returns at once", async () => {
  const learner = fixed([0, 3, 1, 2]);
  const busy = async (...batch: Parameters<Learner["step"]>) => {
    const until = performance.now() + 5;
    while (performance.now() < until);
    return await learner.step(...batch);
  };
  // Two seconds in total if it continued.
  const task = { examples: rows, batchSize: 1, epochs: 100, seed: 1 };
  const ended = await fit({ ...learner, step: busy }, { ...task, signal: AbortSignal.timeout(20) });
  expect(ended.history.length).toBeLessThan(100);
});

it("does not begin another epoch after patience has ended it", async () => {
  const task = { examples: rows, validation: rows, epochs: 9, seed: 1, patience: 2 };
  const learner = fixed([0, 3, 1, 2], [1, 1, 2, 3]);
  const ended = await fit(learner, task);
  expect(ended.history.length).toBeLessThan(9);
  expect(await fit(learner, { ...task, from: ended })).toBe(ended);
  const more = await fit(learner, { ...task, from: ended, patience: 3 });
  expect(more.history).toHaveLength(ended.history.length + 1);
});

it.each([
  ["batchSize", { batchSize: Number.NaN }],
  ["batchSize", { batchSize: 1.5 }],
  ["patience", { patience: Number.NaN }],
  ["epochs", { epochs: -1 }],
  ["examples", { examples: { ...rows, size: 0 } }],
  ["validation", { validation: { ...rows, size: 0 } }],
])("refuses a %s with which nothing is learnt: %o", async (at, own) => {
  const learner = fixed([0, 3, 1, 2]);
  const task = { examples: rows, epochs: 1, seed: 1, ...own };
  await expect(fit(learner, task)).rejects.toThrow(`SL_TRAINING_OPTION at ${at}`);
});

it("refuses to evaluate without samples", async () => {
  const learner = fixed([0, 3]);
  const empty = { ...rows, size: 0 };
  await expect(assess(learner, empty)).rejects.toThrow("SL_TRAINING_OPTION at examples");
  await expect(assess(learner, rows, Number.NaN)).rejects.toThrow(
    "SL_TRAINING_OPTION at batchSize",
  );
});
