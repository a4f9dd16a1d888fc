import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const url = new URL("../src/print/heartbeat.ts", import.meta.url).href;

/** Say that something is under way, and then be busy until it was shown. */
const busy = (isTerminal: boolean): string => `
import { startHeartbeat } from "${url}";
const heartbeat = startHeartbeat(${isTerminal});
heartbeat.tell("epoch 1 of 2, batch 3 of 4");
Atomics.wait(heartbeat.beats, 0, 0, 20_000);
heartbeat.stop();
`;

describe("a thread that is busy", () => {
  it.each([
    [false, "epoch 1 of 2, batch 3 of 4, under way for "],
    [true, "\r\u001b[Kepoch 1 of 2, batch 3 of 4, under way for "],
  ])("shows what is under way, on a terminal: %s", (isTerminal, text) => {
    const args = ["--input-type=module", "--conditions=@spikeloom/source", "-e", busy(isTerminal)];
    const cwd = fileURLToPath(new URL("../../..", import.meta.url));
    const { stderr, status } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
    expect(stderr).toContain(text);
    expect(status).toBe(0);
  });
});
