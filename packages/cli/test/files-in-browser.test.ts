import { defaultStack } from "spikeloom";
import { expect, it } from "vitest";
import * as encoded from "../src/data/encoded-files.ts";
import * as encodedInBrowser from "../src/data/encoded-files-in-browser.ts";
import type { TrainingTask } from "../src/train/task.ts";
import * as task from "../src/train/task-files.ts";
import * as taskInBrowser from "../src/train/task-files-in-browser.ts";

it("a bundle for browsers finds every name, with the types that Node has", () => {
  const [same, more]: [typeof encoded, typeof task] = [encodedInBrowser, taskInBrowser];
  expect(Object.keys(same)).toEqual(Object.keys(encoded));
  expect(Object.keys(more)).toEqual(Object.keys(task));
});

it("a browser refuses a training whose network is in a file", async () => {
  const named = { network: "net.json" } as unknown as TrainingTask;
  const place = { file: "training", stack: defaultStack };
  await expect(taskInBrowser.networkOf(named, place)).rejects.toThrow("SL_FILE_READ");
});
