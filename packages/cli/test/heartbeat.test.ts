import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { digitsTask } from "./first-classifier.ts";
import { workplace } from "./spikeloom.ts";

const url = new URL("../src/print/heartbeat.ts", import.meta.url).href;

/** Report that work is in progress, and then block the thread until it was shown. */
const busy = (isTerminal: boolean): string => `
import { startHeartbeat } from "${url}";
const heartbeat = startHeartbeat(${isTerminal});
heartbeat.tell("epoch 1 of 2, batch 3 of 4");
heartbeat.progress.set([37, 100]);
Atomics.wait(heartbeat.beats, 0, 0, 20_000);
heartbeat.stop();
`;

/** Report progress at short intervals until something was shown. */
const changing = `
import { startHeartbeat } from "${url}";
const heartbeat = startHeartbeat(false);
for (let batch = 1; batch < 400 && heartbeat.beats[0] === 0; batch++) {
  heartbeat.tell("epoch 1 of 2, batch " + batch + " of 400");
  Atomics.wait(heartbeat.beats, 0, 0, 50);
}
heartbeat.stop();
`;

/** Run code with modules of the sources; returns its output on standard error. */
async function shownBy(code: string): Promise<string> {
  const args = ["--input-type=module", "--conditions=@spikeloom/source", "-e", code];
  const cwd = fileURLToPath(new URL("../../..", import.meta.url));
  return (await promisify(execFile)(process.execPath, args, { cwd })).stderr;
}

// Each waits some seconds, all at once.
describe.concurrent("a busy thread", () => {
  it.each([
    [false, "epoch 1 of 2, batch 3 of 4, 37 % of it, "],
    [true, "\r\u001b[Kepoch 1 of 2, batch 3 of 4, 37 % of it, under way for "],
  ])("shows the work in progress, on a terminal: %s", async (isTerminal, text) => {
    expect(await shownBy(busy(isTerminal))).toContain(text);
  });

  it("shows progress without a terminal, too, while short tasks follow each other", async () => {
    expect(await shownBy(changing)).toMatch(
      /^epoch 1 of 2, batch \d+ of 400, \d+ s after the start\n/,
    );
  });

  it("is started by train, and shows the progress of a long batch", async () => {
    const place = workplace();
    try {
      // One epoch of a single long batch, which prints nothing itself.
      const network = { ...digitsTask.network, duration: "20 s" };
      const task = { ...digitsTask, network, batch: 1000, epochs: 1 };
      writeFileSync(place.path("task.json"), JSON.stringify(task));
      const { child, done } = place.start("train", "task.json", "--out", "t.json");
      let printed = "";
      child.stderr?.on("data", (text) => {
        printed += String(text);
        if (/ % of it, .*\n/.test(printed)) child.kill("SIGKILL");
      });
      await done;
      expect(printed).toMatch(
        /^epoch 1 of 1, first batch, \d+ % of it, .* s( after the start)?\n/m,
      );
    } finally {
      place.remove();
    }
  }, 240_000);
});
