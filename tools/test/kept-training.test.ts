import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { readTraining, writeTraining } from "../accuracy/kept-training.ts";
import { spikingLayers } from "../accuracy/networks.ts";
import { hashSources } from "../accuracy/source-hashes.ts";
import { type Task, tasks } from "../accuracy/tasks.ts";

it("refuses the state of a training with other settings or other code", () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-"));
  try {
    const [path, task] = [join(folder, "training.json"), tasks["one-layer"] as Task];
    const sources = { "packages/code": "1", "packages/training": "2" };
    const ofTask = (own: Task) => ({
      settings: { task: own, network: spikingLayers(own, 1).network },
      sources,
    });
    const own = ofTask(task);
    expect(readTraining(path, own)).toBeUndefined();
    const kept = {
      spent: 3,
      state: { learner: Uint8Array.of(1, 200), history: [] },
    };
    writeTraining(path, kept, own);
    expect(readTraining(path, ofTask({ ...task, workers: 2 }))?.state.learner).toEqual(
      kept.state.learner,
    );
    for (const other of [
      { ...task, rate: 0.1 },
      { ...task, steps: task.steps + 1 },
    ]) {
      expect(() => readTraining(path, ofTask(other))).toThrow("has other settings");
    }
    const fewer = { "packages/training": sources["packages/training"] };
    for (const [changed, other] of Object.entries({
      "packages/training": { ...sources, "packages/training": "3" },
      "plugins/learning": { ...sources, "plugins/learning": "1" },
      "packages/code": fewer,
    })) {
      expect(() => readTraining(path, { ...own, sources: other })).toThrow(
        `other code: since then ${changed} changed`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("hashes what a training is computed by, and nothing else", () => {
  const root = mkdtempSync(join(tmpdir(), "sources-"));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  try {
    put("packages/cli/package.json", '{"name":"spikeloom","dependencies":{"@a/code":"1"}}');
    put("packages/code/package.json", '{"name":"@a/code"}');
    put("packages/other/package.json", '{"name":"@a/other"}');
    for (const path of [
      "packages/cli/src/a.ts",
      "packages/code/src/a.ts",
      "packages/other/src/a.ts",
    ])
      put(path, "1\n");
    for (const path of ["tools/accuracy.ts", "tools/accuracy/tasks.ts", "pnpm-lock.yaml"])
      put(path, "1\n");
    const before = hashSources(root);
    const names = ["packages/cli", "packages/code", "pnpm-lock.yaml", "tools/accuracy"];
    expect(Object.keys(before).sort()).toEqual(names);
    put("packages/other/src/a.ts", "2\n");
    put("packages/code/test/a.ts", "2\n");
    put("packages/cli/src/a.ts", "1\r\n");
    expect(hashSources(root)).toEqual(before);
    put("packages/code/src/b.ts", "");
    put("tools/accuracy.ts", "2\n");
    const after = hashSources(root);
    expect(names.filter((name) => after[name] !== before[name])).toEqual([
      ...["packages/code", "tools/accuracy"],
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
