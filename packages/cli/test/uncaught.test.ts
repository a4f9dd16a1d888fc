import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";

// Each test starts Node, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

// Inside the package, so that `import "spikeloom"` resolves as in a user's project.
const folder = mkdtempSync(fileURLToPath(new URL("../uncaught-", import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true }));

/** Run a script that ends with an error; returns Node's output for it, with the script called SCRIPT. */
function printedBy(script: string, ...flags: readonly string[]): readonly string[] {
  const file = join(folder, "script.ts");
  writeFileSync(file, script);
  const args = ["--conditions=@spikeloom/source", ...flags, file];
  const env = { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1" };
  const { stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  expect(status).toBe(1);
  return stderr.replaceAll(pathToFileURL(file).href, "SCRIPT").trim().split("\n");
}

describe("an error that a script does not catch", () => {
  it("prints its message and the calls of the script, none of ours", () => {
    const script = [
      'import { population } from "@spikeloom/network";',
      "function mine() {",
      '  return population("lif", -3);',
      "}",
      "mine();",
    ];
    const lines = printedBy(script.join("\n"));
    expect(lines[0]).toMatch(/^SpikeLoomError: SL_SIZE at population: .*, got -3\. /);
    const frames = ["    at mine (SCRIPT:3:10)", "    at SCRIPT:5:1"];
    expect(lines.slice(1)).toEqual([...frames, "", `Node.js ${process.version}`]);
  });

  it("prints all errors found together, also of a run, and where it was awaited", () => {
    const script = [
      'import { network, population, run } from "spikeloom";',
      'const E = population("lif", 3, { parameters: { tau_m: "20 mV", v_rest: "1 ms" } });',
      'await run(network({ populations: { E } }), { for: "10 ms" });',
    ];
    const lines = printedBy(script.join("\n"));
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^SpikeLoomError: SL_VALUE_DIMENSION at populations\.E\S*tau_m: /),
      expect.stringMatching(/^ {2}SL_VALUE_DIMENSION at populations\.E\S*v_rest: /),
    ]);
    const frames = ["    at async SCRIPT:3:1"];
    expect(lines.slice(2)).toEqual([...frames, "", `Node.js ${process.version}`]);
  });

  it("prints every call if more than the usual number is requested", () => {
    const script = 'import { population } from "@spikeloom/network";\npopulation("lif", -3);';
    const lines = printedBy(script, "--stack-trace-limit=50");
    expect(lines.some((line) => line.includes("builders/population.ts"))).toBe(true);
  });

  it("is one sentence about Node if that is too old", () => {
    const old = 'Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})';
    const script = 'import { population } from "@spikeloom/network";\nconsole.log(population);';
    const lines = printedBy(script, "--import", `data:text/javascript,${old}`);
    const said =
      "SL_NEED_NODE: SpikeLoom needs Node 22 or later, its command 22.18 or later; this is Node 20.20.2.";
    expect(lines.filter((line) => line.includes(said))).toHaveLength(1);
    expect(lines.filter((line) => /^ +at .*kernel/.test(line))).toEqual([]);
  });
});
