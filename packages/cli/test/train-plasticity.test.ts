import { readFileSync, writeFileSync } from "node:fs";
import { writeNetworkFiles } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import { plasticity } from "spikeloom";
import { afterAll, expect, it, vi } from "vitest";
import { loadTrained } from "../src/compare/load-trained.ts";
import { defaultStack as stack } from "../src/index.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { finishTask, learnTask } from "../src/train/train.ts";
import { outcomeOf, trainingPaths, writeOutcome } from "../src/train/training-files.ts";
import { trainingPictures } from "../src/train/training-pictures.ts";
import { digitsFile as file, digitsTask as given } from "./first-classifier.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000 });
const place = workplace();
afterAll(() => place.remove());

const learner = { name: "plasticity", rest: "50 ms" };

/** Pixels straight onto ten neurons, which learn by reward. */
const task: TrainingTask = {
  ...given,
  epochs: 1,
  batch: 8,
  optimiser: "sgd",
  learner,
  data: { set: "digits", train: 8, test: 3 },
  readout: { population: "output", variable: "spikes" },
  network: {
    ...given.network,
    populations: {
      input: { model: "spike-array", size: 64 },
      output: {
        model: "lif-delta",
        size: 10,
        parameters: given.network.populations["hidden"]?.parameters ?? {},
      },
    },
    projections: [
      {
        name: "learnt",
        from: "input",
        to: "output",
        delay: "1 ms",
        connector: { kind: "all-to-all" },
        weight: { draw: "uniform", low: "0 mV", high: "0.2 mV" },
        plasticity: {
          model: plasticity.withWeightUnit(plasticity.rStdp, "mV"),
          parameters: { eta: "0.002 mV", w_min: "0 mV", w_max: "1 mV" },
        },
      },
    ],
  },
};

it("a file trains with plasticity rules, and its learner is tested", async () => {
  const ready = await prepareTask(task, { stack, file });
  const state = await learnTask(ready, {});
  const done = await finishTask(ready, state);
  const again = await ready.begin(state.learner);
  const all = await again.evaluate(ready.test.examples.batch(Uint32Array.of(0, 1, 2)));
  expect(all.outputs.some((count) => count > 0)).toBe(true);
  const answers = Array.from({ length: 3 }, (_, k) => {
    const own = all.outputs.subarray(10 * k, 10 * (k + 1));
    return own.indexOf(Math.max(...own));
  });
  expect([...done.test.answers]).toEqual(answers);
  const [before] = await (await ready.begin()).parameters();
  expect((await again.parameters())[0]).not.toEqual(before);
  expect(done.spikes).toEqual({});
  // The network contains the learnt weights in its precision.
  expect(done.network.precision).toBe("f64");
  const pictures = (await trainingPictures(ready, done)).map(([name]) => name);
  expect(pictures).toEqual(["learning-curve", "confusion", "raster"]);
  // Its network continues to learn, and is not measured like a fixed one.
  const paths = trainingPaths(place.path("rules.json"));
  await writeNetworkFiles(done.network, paths.network);
  writeOutcome(paths.record, outcomeOf(ready, done, paths));
  await expect(loadTrained(paths.network, { stack })).rejects.toThrow(
    /SL_PLASTIC_COMPARED.*"learnt".*record/s,
  );
  // As the error suggests, the learned weights are measured without the rules.
  const stays = done.network.projections?.map(({ plasticity: _, ...rest }) => rest) ?? [];
  const other = { ...done.network, projections: stays };
  await writeNetworkFiles(other, paths.network, { replaces: true });
  expect((await loadTrained(paths.network, { stack })).test.samples.size).toBe(3);
  // Neurons that are assigned to classes are not labels themselves, and the network does not contain the assignment.
  const record = JSON.parse(readFileSync(paths.record, "utf8"));
  const own = { ...record.task, learner: { ...learner, classes: 10 } };
  writeFileSync(paths.record, JSON.stringify({ ...record, task: own }));
  await expect(loadTrained(paths.network, { stack })).rejects.toThrow(
    /SL_CLASSES_COMPARED.*record/s,
  );
});

it("sources that draw their spikes continue during samples, and those with given times do not", async () => {
  const network = task.network as NetworkRecord;
  const withOther = (other: NetworkRecord["populations"][string]) =>
    prepareTask(
      { ...task, network: { ...network, populations: { ...network.populations, other } } },
      { stack, file },
    );
  const noise = { model: "poisson", size: 2, parameters: { rate: "9 Hz" } };
  const ready = await withOther(noise);
  const learner = await ready.begin();
  await learner.step(ready.train.examples.batch(Uint32Array.of(0)));
  const times = { model: "spike-array", size: 1, times: [["5 ms"]] };
  await expect(withOther(times)).rejects.toThrow("SL_TRAINING_FILE at network.populations.other");
});

it("a learner is closed if a test fails", async () => {
  const ready = await prepareTask(
    { ...task, data: { set: "digits", train: 2, test: 1 } },
    { stack, file },
  );
  const state = await learnTask(ready, { epochs: 1 });
  let closed = 0;
  const failing = {
    ...ready,
    async begin() {
      const learner = await ready.begin();
      const close = async () => {
        closed++;
        await learner.close?.();
      };
      return { ...learner, network: () => Promise.reject(new Error("lost")), close };
    },
  };
  await expect(finishTask(failing, state)).rejects.toThrow("lost");
  expect(closed).toBe(1);
});
