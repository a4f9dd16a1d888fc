import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readTraining, writeTraining } from "../accuracy/kept-training.ts";
import { spikingLayers } from "../accuracy/networks.ts";
import { type Task, tasks } from "../accuracy/tasks.ts";

it("what a training had come to is not taken for one of other settings", () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-"));
  try {
    const [path, task] = [join(folder, "training.json"), tasks["one-layer"] as Task];
    const ofTask = (own: Task) => ({ task: own, network: spikingLayers(own, 1).network });
    const own = ofTask(task);
    expect(readTraining(path, own)).toBeUndefined();
    const kept = {
      ...{ spent: 3, state: { learner: Uint8Array.of(1, 200), history: [] } },
    };
    writeTraining(path, kept, own);
    expect(readTraining(path, ofTask({ ...task, workers: 2 }))?.state.learner).toEqual(
      kept.state.learner,
    );
    for (const other of [
      { ...task, rate: 0.1 },
      { ...task, steps: task.steps + 1 },
    ]) {
      expect(() => readTraining(path, ofTask(other))).toThrow("of other settings");
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
