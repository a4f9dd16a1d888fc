import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { adamW } from "@spikeloom/training";
import { afterAll, describe, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../src/index.ts";
import { optimiserOf } from "../src/train/known-names.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import { silentLayers } from "../src/train/silent-layers.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { finishTask, learnTask } from "../src/train/train.ts";
import { outcomeOf, trainingPaths } from "../src/train/training-files.ts";
import { npzOf, type TestArray } from "./npz-files.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000 });

const digits = fileURLToPath(
  new URL("../../../examples/first-classifier/digits.json", import.meta.url),
);
const given = JSON.parse(readFileSync(digits, "utf8"));
const place = workplace();
afterAll(() => place.remove());
const file = place.path("task.json");
const prepared = (task: TrainingTask) => prepareTask(task, { stack, file });

/** Images of 8 × 8 pixels whose class is the third of rows that is bright. */
function images(count: number): TestArray {
  const values = Array.from({ length: count }, (_, k) =>
    Array.from({ length: 64 }, (_, p) => (Math.floor(p / 22) === k % 3 ? 200 + (k % 7) : k % 11)),
  );
  return { shape: [count, 8, 8], values: values.flat() };
}

const labels = (count: number): TestArray => {
  return { shape: [count], values: Array.from({ length: count }, (_, k) => k % 3) };
};
const oneHot = (count: number): TestArray => {
  const values = Array.from({ length: 3 * count }, (_, k) =>
    Math.floor(k / 3) % 3 === k % 3 ? 1 : 0,
  );
  return { shape: [count, 3], values };
};

function taskOf(name: string, arrays: Record<string, TestArray>, more: object = {}): TrainingTask {
  writeFileSync(place.path(name), npzOf(arrays));
  return { ...given, data: { set: "npz", file: name }, epochs: 6, ...more };
}

const parts = { x_train: images(60), y_train: labels(60), x_test: images(24), y_test: oneHot(24) };

describe("a training on an archive of NumPy", () => {
  it("learns from its arrays, and is found again by what was written", async () => {
    const begun = await prepared(taskOf("three.npz", parts));
    expect(begun).toMatchObject({ classes: ["0", "1", "2"], test: { samples: { size: 24 } } });
    expect(begun.train.samples.range).toEqual([0, 206]);
    const trained = await finishTask(begun, await learnTask(begun, {}));
    expect(trained.test.right).toBe(24);
    expect(silentLayers(begun, trained)).toEqual([]);
    const mute = { ...trained, spikes: { ...trained.spikes, hidden: new Float64Array(64) } };
    expect(silentLayers(begun, mute)).toEqual([expect.stringContaining('"hidden" never spikes')]);
    const paths = trainingPaths(place.path("deeper/net.json"), undefined);
    expect(outcomeOf(begun, trained, paths).task).toMatchObject({
      data: { set: "npz", file: "../three.npz" },
    });
  });

  it("compares one number for each output where the loss does", async () => {
    const begun = await prepared(taskOf("three.npz", parts, { loss: "squared-error" }));
    const { history } = await learnTask(begun, {});
    expect(history.at(-1)?.accuracy).toBeGreaterThan(0.9);
  });

  it.each([
    ["no labels", { x_train: images(3), y: labels(3) }, "no samples and labels to learn from"],
    ["too few labels", { ...parts, y_train: labels(59) }, "not a label for each sample"],
    [
      "another shape",
      { ...parts, x_test: { ...images(24), shape: [24, 64] } },
      "not the same shape",
    ],
    [
      "two ones",
      { ...parts, y_test: { shape: [24, 3], values: Array(72).fill(1) } },
      "one 1 among zeros",
    ],
    [
      "a class too many",
      { ...parts, y_test: { shape: [24], values: Array(24).fill(10) } },
      "from 0",
    ],
  ])("is refused for %s", async (_, arrays, text) => {
    await expect(prepared(taskOf("odd.npz", arrays))).rejects.toThrow(text);
  });
});

describe("a training that cannot be", () => {
  it("is told how many neurons the samples need", async () => {
    const { input, ...others } = given.network.populations;
    const populations = { input: { ...input, size: 50 }, ...others };
    const task = { ...given, network: { ...given.network, populations } };
    await expect(prepared(task)).rejects.toThrow("populations.input.size");
  });

  it("is told what an optimiser and its rate are called", () => {
    const of = (optimiser: TrainingTask["optimiser"]) => optimiserOf({ ...given, optimiser });
    expect(of({ name: "adam-w", rate: 0.01 })).toEqual(adamW({ rate: 0.01 }));
    expect(() => of("AdamW")).toThrow('Did you mean "adam-w"?');
    expect(() => of({ name: "sgd", lr: 0.1 })).toThrow('Did you mean "rate"?');
  });

  it("is no network to run", async () => {
    writeFileSync(file, JSON.stringify(given));
    const { code, stderr } = await place.run("run", "task.json");
    expect(code).not.toBe(0);
    expect(stderr).toContain("spikeloom train task.json trains it");
  });
});
