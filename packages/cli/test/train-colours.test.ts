import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spikeSeries } from "@spikeloom/simulate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { colourPngOf } from "../../../tools/test/png-of.ts";
import { valuesOf } from "../src/data/encoded-values.ts";
import { openHeldData } from "../src/data/held-data.ts";
import { run, defaultStack as stack } from "../src/index.ts";
import { checkTask } from "../src/train/check-task.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { digitsTask } from "./first-classifier.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-colours-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "task.json");

/** Pictures of 8 × 8 pixels; two classes that differ in red alone. */
beforeAll(() => {
  for (const part of ["train", "test"]) {
    for (const [label, red] of [
      ["dim", 20],
      ["red", 250],
    ] as const) {
      for (let k = 0; k < 3; k++) {
        const path = join(folder, "set", part, label, `${k}.png`);
        mkdirSync(dirname(path), { recursive: true });
        const row = Array.from({ length: 8 }, () => [red, 40 + k, 100]);
        writeFileSync(path, colourPngOf(Array.from({ length: 8 }, () => row)));
      }
    }
  }
});

const taskOf = (more: object, size: number): TrainingTask => {
  const { network, ...task } = digitsTask;
  const { input, ...others } = network.populations;
  return {
    ...task,
    epochs: 1,
    data: { set: "image-folder", folder: "set", ...more },
    network: { ...network, populations: { input: { ...input, size }, ...others } },
  } as TrainingTask;
};

const prepared = (task: TrainingTask) => prepareTask(task, { stack, file });

describe("a training on pictures with colours", () => {
  it("is refused if the input has only one neuron per pixel", async () => {
    await expect(prepared(taskOf({}, 64))).rejects.toMatchObject({
      code: "SL_TRAINING_FILE",
      message: expect.stringContaining("samples of 8 × 8 × 3 numbers"),
      expected: "192",
      got: "64",
      next: expect.stringContaining('"grey": "bt601"'),
    });
  });

  it("accepts all three channels, or grey by name", async () => {
    const colours = await prepared(taskOf({}, 192));
    expect(colours.train.samples).toMatchObject({ shape: [8, 8, 3], range: [0, 255] });
    const task = taskOf({ grey: "bt709" }, 64);
    expect(checkTask(task)).toEqual([]);
    const { train } = await prepared(task);
    expect(train.samples).toMatchObject({ shape: [8, 8] });
    const luma = Math.round(0.2126 * 20 + 0.7152 * 40 + 0.0722 * 100);
    expect("values" in train.samples && train.samples.values[0]).toBe(luma);
  });

  it("refuses an unknown conversion, and one for a set that is grey", async () => {
    expect(checkTask(taskOf({ grey: "mean" }, 64))).toHaveLength(1);
    const data = { set: "digits", grey: "bt601" };
    await expect(prepared({ ...digitsTask, data } as TrainingTask)).rejects.toMatchObject({
      code: "SL_TRAINING_FILE",
      place: "data.grey",
    });
  });
});

describe("a picture with colours", () => {
  const picture = (): string => join(folder, "set/train/red/0.png");

  it("is shown and encoded with its channels, or as grey", async () => {
    const encoder = stack.get("encoder", "latency-linear");
    const request = { file: picture(), encoder, sample: 0, channel: 0 };
    const colours = valuesOf(await openHeldData(picture()), request);
    expect(colours.shape).toEqual([8, 8, 3]);
    expect([...colours.values.subarray(0, 4)]).toEqual([250, 40, 100, 250]);
    const grey = valuesOf(await openHeldData(picture(), { grey: "bt601" }), request);
    expect(grey.shape).toEqual([8, 8]);
    expect(grey.values[0]).toBe(Math.round(0.299 * 250 + 0.587 * 40 + 0.114 * 100));
    await expect(openHeldData("digits", { grey: "bt601" })).rejects.toThrow("SL_DATA_UNUSED");
  });

  it("needs a named conversion in a network", async () => {
    const netOf = (values: object) => ({
      format: "spikeloom-network" as const,
      version: 1 as const,
      dt: "0.1 ms",
      duration: "100 ms",
      populations: {
        S: {
          model: "spike-array",
          size: 64,
          times: { encoder: "latency-linear", values, shape: [8, 8], range: [0, 255] },
        },
      },
      record: [{ population: "S", variables: ["spikes"] }],
    });
    const named = "set/train/red/0.png";
    const directory = folder;
    await expect(run(netOf({ file: named }) as never, { directory })).rejects.toMatchObject({
      code: "SL_DATA_SHAPE",
      expected: expect.stringContaining('"grey": "bt601"'),
      got: "8 × 8 × 3 numbers: red, green and blue",
    });
    const grey = await run(netOf({ file: named, grey: "bt601" }) as never, { directory });
    expect(spikeSeries(grey)[0]?.times).toHaveLength(64);
  });
});
