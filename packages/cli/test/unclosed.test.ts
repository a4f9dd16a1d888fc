import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { scriptFlags } from "../../../tools/test/script-flags.ts";

const folder = mkdtempSync(join(tmpdir(), "cli-unclosed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const index = new URL("../src/index.ts", import.meta.url).href;
const network = {
  format: "spikeloom-network",
  version: 1,
  duration: "5 ms",
  populations: { A: { model: "lif-curr-exp", size: 20, parameters: { i_offset: "1 nA" } } },
};

/** Run a script that has a network and two workers, and nothing else that would keep it running. */
function ran(name: string, script: string) {
  const file = join(folder, `${name}.mjs`);
  const given = `const network = ${JSON.stringify(network)};\nconst options = { workers: 2 };\n`;
  writeFileSync(file, `import { run, simulate } from ${JSON.stringify(index)};\n${given}${script}`);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...scriptFlags, file], {
    encoding: "utf8",
    timeout: 300_000,
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return { status, signal, stdout, stderr };
}

describe("a script whose network has two workers", () => {
  it.each([
    [
      "profiled",
      `const { profile } = await run(network, { ...options, profile: true });
       console.log(profile.workers === 2 ? "done" : profile);`,
    ],
    [
      "unclosed, after an error",
      `const simulation = await simulate(network, options);
       await simulation.advance("1 ms");
       try { await simulation.advance("-1 ms"); } catch (fault) { console.log(fault.code ? "done" : fault); }`,
    ],
  ])(
    "ends when its code does, neither earlier nor later: %s",
    { timeout: 600_000 },
    (name, code) => {
      expect(ran(name, code)).toEqual({ status: 0, signal: null, stdout: "done\n", stderr: "" });
    },
  );
});
