import type { Learner } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { assess, fit, spikeExamples } from "../src/index.ts";

/** Gives each example the same outputs; the loss falls, then rises. */
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

it("tells an accuracy of labels, and of nothing else", async () => {
  const row = [0, 3, 1, 2];
  expect(await assess(fixed(row), labels, 3)).toEqual({ loss: 1, accuracy: 0.75 });
  expect(await assess(fixed(row), rows)).toEqual({ loss: 1 });
  const shares = spikeExamples(none, Float64Array.of(0.5, 1, 0, 1), 4);
  expect(await assess(fixed(row), shares)).toEqual({ loss: 1 });
  // One output and one number wanted of it.
  expect(await assess(fixed([0]), spikeExamples(none, new Float64Array(4), 4))).toEqual({
    loss: 1,
  });
});

it("chooses the best epoch by the loss where there are no labels", async () => {
  const learner = fixed([0, 3, 1, 2], [3, 3, 1, 2]);
  const task = { examples: rows, validation: rows, epochs: 3, seed: 1 };
  const { history, best } = await fit(learner, task);
  expect(history.map(({ accuracy }) => accuracy)).toEqual([undefined, undefined, undefined]);
  expect(history.map(({ validation }) => validation?.loss)).toEqual([3, 1, 2]);
  expect(best?.epoch).toBe(1);
});
