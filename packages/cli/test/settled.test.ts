import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";

// Each starts a process, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const at = (path: string): string => new URL(`../src/load/${path}`, import.meta.url).href;

/** Run a script in a separate process; returns its output and exit code. */
function ran(code: string): { readonly printed: string; readonly status: number | null } {
  const script = `
    import { settled } from "${at("settled.ts")}";
    import { exitProcess } from "${at("process-exit.ts")}";
    const outcome = (act, wait) =>
      settled(act, wait).then((value) => console.log(value), (fault) => console.log(fault.message));
    ${code}`;
  const flags = ["--input-type=module", "--conditions=@spikeloom/source", "-e", script];
  const cwd = fileURLToPath(new URL("../../..", import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, flags, { cwd, encoding: "utf8" });
  return { printed: stdout + stderr, status };
}

it("abandons a module that stays pending without doing anything", () => {
  const { printed, status } = ran(`
    const open = setInterval(() => undefined, 1e6);
    await outcome(() => new Promise(() => undefined), 200);
    clearInterval(open);`);
  expect(printed).toBe("it is not done, and has done nothing for 0.2 s\n");
  expect(status).toBe(0);
});

it("waits for a module as long as it computes", () => {
  // Four times the time allowed without any activity.
  const { printed } = ran(`
    await outcome(async () => {
      const began = process.cpuUsage();
      for (let used = 0; used < 4e5; ) {
        await new Promise((resolve) => setImmediate(resolve));
        const { user, system } = process.cpuUsage(began);
        used = user + system;
      }
      return "computed";
    }, 100);`);
  expect(printed).toBe("computed\n");
});

it("waits for a module as long as another process works for it", () => {
  const { printed } = ran(`
    import { execFile } from "node:child_process";
    import { promisify } from "node:util";
    await outcome(async () => {
      await promisify(execFile)(process.execPath, ["-e", "setTimeout(() => 0, 1000)"]);
      return "ended";
    }, 100);`);
  expect(printed).toBe("ended\n");
});

it("lets SpikeLoom itself end the process while a module is pending", () => {
  const { printed, status } = ran(`
    const open = setInterval(() => undefined, 1e6);
    void outcome(() => new Promise(() => undefined), 60_000);
    try { process.exit(0); } catch { exitProcess(7); }`);
  expect([printed, status]).toEqual(["", 7]);
});
