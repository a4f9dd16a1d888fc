import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, expect, it, vi } from "vitest";
import { digitsTask } from "./first-classifier.ts";
import { fixture, type Outcome, workplace } from "./spikeloom.ts";

// Each starts the command, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 });

const makePipe = "mkfifo";
const place = workplace();
afterAll(() => place.remove());

copyFileSync(fixture("small.json"), place.path("net.json"));
writeFileSync(place.path("task.json"), JSON.stringify({ ...digitsTask, epochs: 1 }));
mkdirSync(place.path("plan.runs"));
writeFileSync(place.path("trained.json"), readFileSync(fixture("small.json")));

/** A pipe without a writer, and a command that reads it as one of its files. */
const cases: readonly (readonly [pipe: string, args: readonly string[], code: string])[] = [
  [
    "state.training",
    ["train", "task.json", "--out", "state.json", "--resume"],
    "SL_TRAINING_STATE",
  ],
  ["trained-training.json", ["compare", "trained.json", "trained.json"], "SL_TRAINED_FILE"],
  [
    "plan.runs/plan.json",
    ["sweep", "net.json", "--seeds", "2", "--out", "plan.h5"],
    "SL_SWEEP_OTHER",
  ],
  ["x.checkpoint", ["run", "net.json", "--out", "x.h5", "--continue"], "SL_CHECKPOINT_READ"],
];

if (process.platform !== "win32") {
  it.each(cases)(
    "refuses a pipe in place of a file, and does not wait: %s",
    async (pipe, args, code) => {
      execFileSync(makePipe, [place.path(pipe)]);
      const { child, done } = place.start(...args);
      // A timeout kills a command that waits for a writer; it then has no output.
      const impatient = setTimeout(() => child.kill("SIGKILL"), 200_000);
      const outcome: Outcome = await done;
      clearTimeout(impatient);
      expect(outcome.stderr).toContain(code);
      expect(outcome.code).toBe(1);
    },
  );
}
