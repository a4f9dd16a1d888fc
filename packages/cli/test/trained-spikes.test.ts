import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { run, defaultStack as stack } from "../src/index.ts";
import { readExamples } from "../src/train/count-spikes.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { finishTask, learnTask } from "../src/train/train.ts";

const file = fileURLToPath(
  new URL("../../../examples/first-classifier/digits.json", import.meta.url),
);
const task = JSON.parse(readFileSync(file, "utf8")) as TrainingTask;
/** Number of simulated test samples; all of them take a minute. */
const count = long ? 360 : 24;

/** The spikes of a hidden layer as training computes them: `step neuron`, sample after sample. */
function trainedSpikes(values: Float64Array, size: number, steps: number): readonly string[][] {
  const each = size * steps;
  return Array.from({ length: values.length / each }, (_, sample) => {
    const spikes: string[] = [];
    for (let k = 0; k < each; k++) {
      if (values[sample * each + k] === 1) spikes.push(`${Math.floor(k / size)} ${k % size}`);
    }
    return spikes;
  });
}

async function simulatedSpikes(network: NetworkRecord, values: readonly number[]) {
  const input = network.populations["input"];
  const times = { ...(input?.times as object), values } as never;
  const populations = { ...network.populations, input: { ...input, times } } as never;
  const recorders = [{ population: "hidden", variables: ["spikes"] }];
  const { recordings } = await run({ ...network, populations, record: recorders }, { stack });
  const spikes = recordings[0]?.spikes;
  return Array.from(spikes?.steps ?? [], (step, k) => `${step - 1} ${spikes?.neurons[k]}`);
}

describe("a trained network", () => {
  it.each(["f32", "f64"] as const)(
    "has the spikes of its training in a simulation, in %s",
    { timeout: 300_000 },
    async (precision) => {
      const options = { ...task, precision, epochs: 6, data: { ...task.data, train: 400 } };
      const prepared = await prepareTask(options, { stack, file });
      const state = await learnTask(prepared, {});
      const { network, test } = await finishTask(prepared, state);
      // Observed: 0.79; three standard deviations of 360 answers are 0.06.
      expect(test.right / test.size).toBeGreaterThan(0.72);
      const readout = { population: "hidden", variable: "spikes", reduce: "each" } as const;
      const watched = { network, stack, precision };
      const { values } = readExamples(watched, readout, prepared.test.examples);
      const found = trainedSpikes(values, 64, 22);
      expect(found).toHaveLength(360);
      const { samples } = prepared.test;
      const pixels = "values" in samples ? samples.values : new Uint8Array(0);
      let spikes = 0;
      for (let k = 0; k < count; k++) {
        const shown = [...pixels.subarray(64 * k, 64 * k + 64)];
        expect(await simulatedSpikes(network, shown), `sample ${k}`).toEqual(found[k]);
        spikes += found[k]?.length ?? 0;
      }
      expect(spikes / count).toBeGreaterThan(10);
    },
  );
});
