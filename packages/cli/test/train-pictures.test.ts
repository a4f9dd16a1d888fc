import { existsSync, writeFileSync } from "node:fs";
import { afterAll, expect, it, vi } from "vitest";
import { defaultStack as stack } from "../src/default-stack.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import { finishTask, learnTask } from "../src/train/train.ts";
import { trainingPictures } from "../src/train/training-pictures.ts";
import { digitsTask, exampleFile, readExample } from "./first-classifier.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000 });

const place = workplace({ plots: true });
afterAll(() => place.remove());

const ofSpikes = ["layer-rates", "raster"];

it.each([
  ["digits-maps.json", ofSpikes],
  ["digits-maps-analog.json", []],
] as const)(
  "%s has pictures of its scores, and of its spikes if there are any",
  async (name, more) => {
    const given = readExample(name);
    const task = { ...given, epochs: 1, data: { ...given.data, train: 60, test: 20 } };
    const ready = await prepareTask(task, { stack, file: exampleFile(name) });
    const pictures = await trainingPictures(
      ready,
      await finishTask(ready, await learnTask(ready, {})),
    );
    expect(pictures.map(([what]) => what)).toEqual(["learning-curve", "confusion", ...more]);
  },
);

it("the command draws again after more epochs", async () => {
  const task = { ...digitsTask, epochs: 1, data: { ...digitsTask.data, train: 60, test: 20 } };
  writeFileSync(place.path("short.json"), JSON.stringify(task));
  const { code, stdout } = await place.run("train", "short.json", "--no-plots");
  expect([code, stdout.includes("svg")]).toEqual([0, false]);
  const more = await place.run("train", "short.json", "--resume", "--epochs", "2", "--json");
  const { written } = JSON.parse(more.stdout) as { readonly written: readonly string[] };
  for (const name of ["learning-curve", "confusion", ...ofSpikes]) {
    for (const ending of ["svg", "png"]) {
      const path = `results/short-${name}.${ending}`;
      expect([path, written.includes(path), existsSync(place.path(path))]).toEqual([
        path,
        true,
        true,
      ]);
    }
  }
});
