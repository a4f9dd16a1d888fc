import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { adamW } from "@spikeloom/training";
import { afterAll, describe, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../src/index.ts";
import type { ValueSamples } from "../src/train/data-part.ts";
import { lossOf, optimiserOf } from "../src/train/known-names.ts";
import { openData } from "../src/train/open-data.ts";
import { type PreparedTask, prepareTask } from "../src/train/prepare-task.ts";
import { readTask } from "../src/train/read-task.ts";
import { silentLayers } from "../src/train/silent-layers.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { taskWarnings } from "../src/train/task-warnings.ts";
import { finishTask, learnTask } from "../src/train/train.ts";
import { outcomeOf, trainingPaths } from "../src/train/training-files.ts";
import { trainingPictures } from "../src/train/training-pictures.ts";
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
  it("learns from its arrays, and its record finds it again", async () => {
    const begun = await prepared(taskOf("three.npz", parts));
    expect(begun).toMatchObject({ classes: ["0", "1", "2"], test: { samples: { size: 24 } } });
    expect(begun.train.samples).toMatchObject({ range: [0, 206] });
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

  it("compares one number per output if the loss requires it", async () => {
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
      "have different shapes",
    ],
    [
      "two ones",
      { ...parts, y_test: { shape: [24, 3], values: Array(72).fill(1) } },
      "a one-hot row",
    ],
    [
      "an infinite value",
      { ...parts, x_test: { shape: [1, 2], values: [0, -Infinity] }, y_test: labels(1) },
      "samples to test with: A value is not a finite number. Expected a finite number, got -Infinity, value 1 of sample 0",
    ],
    ["no sample", { ...parts, x_test: images(0), y_test: labels(0) }, "at least one sample"],
    [
      "a class too many",
      { ...parts, y_test: { shape: [24], values: Array(24).fill(10) } },
      "from 0",
    ],
  ])("is refused for %s", async (_, arrays, text) => {
    await expect(prepared(taskOf("odd.npz", arrays))).rejects.toThrow(text);
  });
});

describe("numbers of an archive", () => {
  // A single float is greater than 0.1.
  const tenths: TestArray = { shape: [3, 1], values: [0, 0.1, 0.05] };
  const { input, hidden, output } = given.network.populations;
  const populations = { input: { ...input, size: 1 }, hidden, output };
  const small = { x_train: tenths, y_train: labels(3), x_test: tenths, y_test: labels(3) };
  const more = { network: { ...given.network, populations }, epochs: 1 };

  it("are saved unchanged, and may have fewer classes than outputs", async () => {
    const begun = await prepared(taskOf("tenths.npz", small, more));
    expect(begun.test.samples).toMatchObject({ range: [0, 0.1], values: { 1: 0.1 } });
    const trained = await finishTask(begun, await learnTask(begun, {}));
    // A prediction of one of the seven outputs without labels.
    const test = { ...trained.test, answers: Uint32Array.of(0, 4, 2) };
    const [, [, confusion] = []] = await trainingPictures(begun, { ...trained, test });
    const [panel] = confusion?.panels ?? [];
    expect(panel).toMatchObject({ y: { bands: { length: 5, 4: { name: "4" } } } });
  });

  it("select the best epoch if the archive contains any", async () => {
    const { x_train, y_train, x_test, y_test } = small;
    const medical = {
      train_images: x_train,
      train_labels: y_train,
      test_images: x_test,
      test_labels: y_test,
      val_images: { shape: [2, 1], values: [0.1, 0] },
      val_labels: labels(2),
    };
    const task = taskOf("medical.npz", medical, more);
    const found = await openData(task, { file, seed: 1 });
    expect(found.validation).toMatchObject({ size: 2, values: { 0: 0.1 }, targets: { 1: 1 } });
    const data = (validation: number) => ({ ...task, data: { ...task.data, validation } });
    const none = await openData(data(0), { file, seed: 1 });
    expect(none.validation).toBeUndefined();
    const refused = openData(data(0.5), { file, seed: 1 });
    await expect(refused).rejects.toMatchObject({ place: "data.validation" });
  });

  it("are clipped and counted if they are beyond the range", async () => {
    const x_test: TestArray = { shape: [3, 1], values: [-0.1, 0.05, 0.2] };
    const begun = await prepared(taskOf("clipped.npz", { ...small, x_test }, more));
    const { train, test } = begun;
    expect(test.clipped).toEqual({ count: 2, of: 3 });
    expect(train.clipped).toBeUndefined();
    const [low, high] = (train.samples as ValueSamples).range;
    expect([...(test.samples as ValueSamples).values]).toEqual([low, expect.closeTo(0.05), high]);
    expect(taskWarnings(begun)).toMatchObject([
      {
        code: "SL_TRAINING_CLIPPED",
        got: expect.stringContaining("2 of 3 values to test with clipped"),
      },
    ]);
    // The stimulus of the first test sample in a run is within the range as well.
    const trained = await finishTask(begun, await learnTask(begun, { epochs: 1 }));
    const { times } = trained.network.populations["input"] ?? {};
    expect(times).toMatchObject({ values: [low] });
  });

  it("are refused if they are not numbers, however values beyond the range are treated", async () => {
    const x_test: TestArray = { shape: [3, 1], values: [0, Number.NaN, 0.2] };
    await expect(prepared(taskOf("nan.npz", { ...small, x_test }, more))).rejects.toThrow();
  });

  it("are reported with their sample if a file refuses values beyond the range", async () => {
    const x_test: TestArray = { shape: [3, 1], values: [0, 0.05, 0.2] };
    const strict = { ...more, encoder: { ...given.encoder, beyond: "refuse" } };
    const task = taskOf("beyond.npz", { ...small, x_test }, strict);
    await expect(prepared(task)).rejects.toMatchObject({
      code: "SL_TRAINING_FILE",
      place: "samples to test with",
      got: "0.2, value 0 of sample 2",
      next: expect.stringContaining("[0, 0.2]"),
    });
    const encoder = { ...given.encoder, range: [0, 0.2] };
    await expect(prepared({ ...task, encoder })).resolves.toMatchObject({ test: {} });
  });
});

describe("layers that never spike", () => {
  it("are not reported if values pass them", () => {
    const spikes = { hidden: Float64Array.of(0) };
    const of = (spike: object | undefined) => {
      const program = { populations: new Map([["hidden", { form: { emission: spike } }]]) };
      const begun = { task: given, test: { samples: { size: 1 } }, program };
      return silentLayers(begun as unknown as PreparedTask, { spikes });
    };
    expect(of({})).toHaveLength(1);
    expect(of(undefined)).toEqual([]);
  });
});

describe("an invalid training", () => {
  it.each([
    [{ set: "npz", file: "a.npz", folder: "data" }, "data.folder"],
    [{ set: "digits", file: "a.npz" }, "data"],
    [{ set: "npz" }, "data"],
  ])("reports data that is named twice or not at all: %o", async (data, at) => {
    await expect(prepared({ ...given, data })).rejects.toMatchObject({
      code: "SL_TRAINING_FILE",
      place: at,
      next: expect.any(String),
    });
  });

  it("reports how many neurons the samples need", async () => {
    const { input, ...others } = given.network.populations;
    const populations = { input: { ...input, size: 50 }, ...others };
    const task = { ...given, network: { ...given.network, populations } };
    await expect(prepared(task)).rejects.toThrow("populations.input.size");
  });

  it("reports the names of an optimiser and its rate", () => {
    const of = (optimiser: TrainingTask["optimiser"]) => optimiserOf({ ...given, optimiser });
    expect(of({ name: "adam-w", rate: 0.01 })).toEqual(adamW({ rate: 0.01 }));
    expect(() => of("AdamW")).toThrow('Did you mean "adam-w"?');
    expect(() => of({ name: "sgd", lr: 0.1 })).toThrow('Did you mean "rate"?');
    const text = JSON.parse('"0.01"') as number;
    expect(() => of({ name: "adam", rate: text })).toThrow(
      'got the text "0.01". Write it without quotation marks.',
    );
  });

  it("suggests our names for those of other tools", async () => {
    const of = (loss: string) => () => lossOf({ ...given, loss });
    expect(of("mse")).toThrow('Did you mean "squared-error"?');
    expect(of("MSELoss")).toThrow('Did you mean "squared-error"?');
    expect(of("CrossEntropy")).toThrow('Did you mean "cross-entropy"?');
    const data = { set: "imagefolder", folder: "data" };
    await expect(openData({ ...given, data }, { file, seed: 1 })).rejects.toMatchObject({
      code: "SL_SET_MISSING",
      next: 'Did you mean "image-folder"?',
      expected: expect.stringMatching(/image-folder, events, npz$/),
    });
  });

  it("is not a network to run", async () => {
    writeFileSync(file, JSON.stringify(given));
    const { code, stderr } = await place.run("run", "task.json");
    expect(code).not.toBe(0);
    expect(stderr).toContain("Train it with spikeloom train task.json");
  });
});

it("refuses bytes of another format as a training, not as text with a wrong encoding", async () => {
  // ONNX files start like this.
  writeFileSync(place.path("net.onnx"), Uint8Array.of(8, 10, 0xff, 0xfe, 0x80));
  await expect(readTask(place.path("net.onnx"))).rejects.toMatchObject({
    code: "SL_TRAINING_FILE",
    got: "other bytes",
    next: expect.stringContaining("spikeloom inspect"),
  });
});
