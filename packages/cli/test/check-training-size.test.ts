import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programOf } from "@spikeloom/program";
import { afterAll, describe, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../src/default-stack.ts";
import { checkTraining } from "../src/train/check-training.ts";
import { estimateTask } from "../src/train/estimate-task.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { digitsTask } from "./first-classifier.ts";

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "cli-check-size-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "task.json");

const { network } = digitsTask;
const { input, hidden, output } = network.populations;
const sized = (size: number): TrainingTask => {
  if (input === undefined || hidden === undefined || output === undefined) throw new Error("none");
  const populations = { input, hidden: { ...hidden, size }, output };
  return { ...digitsTask, network: { ...network, populations } };
};
const lasting = (more: object): TrainingTask => ({
  ...digitsTask,
  network: { ...network, ...more },
});
const memory = 2 ** 34;

async function check(task: TrainingTask, more: { readonly memory?: number } = { memory }) {
  writeFileSync(file, JSON.stringify(task));
  return await checkTraining(file, { stack, ...more });
}

describe("a training of absurd size", () => {
  it.each([
    ["a duration of 1e300 ms", lasting({ duration: "1e300 ms" })],
    ["a step of 1e-320 ms", lasting({ dt: "1e-320 ms" })],
    ["a duration of 1e8 ms", lasting({ duration: "1e8 ms" })],
    ["a billion neurons", sized(1e9)],
  ])("is refused before anything is created: %s", async (_, task) => {
    const { errors } = await check(task);
    expect(errors).toMatchObject([{ code: "SL_TRAINING_MEMORY" }]);
    const prepared = prepareTask(task, { stack, file, memory });
    await expect(prepared).rejects.toMatchObject({ code: "SL_TRAINING_MEMORY" });
  });

  it("is refused by its memory limit", async () => {
    const { errors } = await check(digitsTask, { memory: 1000 });
    expect(errors).toMatchObject([{ code: "SL_TRAINING_MEMORY", expected: "at most 1000 bytes" }]);
  });

  it.each([
    ["1e6 steps", lasting({ duration: "1e6 ms" })],
    ["100 000 neurons", sized(100_000)],
  ])("is checked without its training data: %s", async (_, task) => {
    const before = process.memoryUsage().rss;
    const { errors, holds } = await check(task);
    expect(errors).toEqual([]);
    expect(holds).toMatch(/samples to learn from.*about .*iB and .*nothing was encoded or drawn/);
    // Its weights alone would take 7.4 million numbers of 8 bytes, twice.
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
    const odd = { ...task, readout: { ...task.readout, variable: "w" } };
    expect((await check(odd)).errors).toMatchObject([
      { place: expect.stringContaining("readout") },
    ]);
    const trainable = [{ projection: "none", variable: "weight" }];
    expect((await check({ ...task, trainable })).errors).toMatchObject([
      { code: "SL_TRAINING_NAME" },
    ]);
  });

  it.each([
    ["784-256-10", 25, [784, 256, 10], 1.95e-4],
    ["64-32-10", 100, [64, 32, 10], 1.58e-4],
    ["784-800-800-10", 20, [784, 800, 800, 10], 2.15e-3],
  ] as const)(
    "of %s over %i steps takes about as long as measured",
    (_, steps, sizes, measured) => {
      const populations = Object.fromEntries(
        sizes.map((size, k) => [
          `p${k}`,
          k === 0 ? { model: "spike-array", size } : { model: "lif-delta", size },
        ]),
      );
      const projections = sizes.slice(1).map((_, k) => ({
        from: `p${k}`,
        to: `p${k + 1}`,
        connector: { kind: "all-to-all" },
        weight: "0.1 mV",
        delay: "1 ms",
      }));
      const layered = { ...network, populations, projections, dt: "1 ms", duration: `${steps} ms` };
      const outline = programOf(layered as never, { stack, outline: true });
      const { secondsOfSample } = estimateTask({}, outline);
      // Measured on one core with 5 % of the inputs spiking; the number of spiking neurons is unknown in advance.
      expect(secondsOfSample / measured).toBeGreaterThan(0.5);
      expect(secondsOfSample / measured).toBeLessThan(2);
    },
  );

  it("takes time in proportion to its steps and weights", () => {
    const of = (task: TrainingTask) =>
      estimateTask(task, programOf(task.network as typeof network, { stack, outline: true }));
    const [short, long] = [of(digitsTask), of(lasting({ duration: "2200 ms" }))];
    expect(long.steps).toBe(100 * short.steps);
    expect(long.secondsOfSample / short.secondsOfSample).toBeCloseTo(100, 6);
    expect(of(sized(640)).weights).toBe(10 * short.weights);
  });
});

describe("identical initial weights", () => {
  const alike = (weight: unknown): TrainingTask =>
    lasting({ projections: (network.projections ?? []).map((one) => ({ ...one, weight })) });
  const small = { data: { ...digitsTask.data, train: 20, test: 10 } };

  it("are reported, with the layer whose neurons would all learn the same", async () => {
    const { errors, warnings } = await check({ ...alike("0.3 mV"), ...small });
    expect(errors).toEqual([]);
    expect(warnings).toMatchObject([
      { code: "SL_TRAINING_ALIKE", place: expect.stringContaining('"input->hidden"') },
    ]);
  });

  it.each([["drawn weights", { draw: "normal", mean: "0 mV", sd: "0.2 mV" }]])(
    "are no %s",
    async (_, weight) => {
      expect((await check({ ...alike(weight), ...small })).warnings).toEqual([]);
    },
  );

  it("are accepted if one side of a layer has different ones", async () => {
    const projections = (network.projections ?? []).map((one, k) =>
      k === 0 ? { ...one, weight: "0.3 mV" } : one,
    );
    expect((await check({ ...lasting({ projections }), ...small })).warnings).toEqual([]);
  });
});
