import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { scriptFlags } from "../../../tools/test/script-flags.ts";
import { commandLine } from "./spikeloom.ts";

// Scripts run in separate processes, which a busy machine delays: only that they end counts.
vi.setConfig({ testTimeout: 600_000 });

// Inside the package, so that `import "spikeloom"` resolves as in a user's project.
const folder = mkdtempSync(fileURLToPath(new URL("../readme-", import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true }));

function example(readme: string): string {
  const text = readFileSync(new URL(readme, import.meta.url), "utf8");
  const [, code] = /```ts\n(.*?)```/s.exec(text) ?? [];
  if (code === undefined) throw new Error(`${readme} has no example.`);
  return code;
}

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
}

describe.each(["../../../README.md", "../README.md"])("the example of %s", (readme) => {
  it("runs, prints rates and saves a raster", () => {
    writeFileSync(join(folder, "example.ts"), example(readme));
    const printed = node(...scriptFlags, "example.ts");
    const rates = [...printed.matchAll(/\w: ([\d.]+)/g)].map(([, rate]) => Number(rate));
    expect(rates).toHaveLength(2);
    for (const rate of rates) expect(rate).toBeGreaterThan(0);
    expect(existsSync(join(folder, "raster.svg"))).toBe(true);
  });

  it("yields the same spikes as the same network in JSON", () => {
    const code = example(readme)
      .replace(/^/, "import { writeNetwork } from 'spikeloom';\n")
      .replace(/console\.log.*/, "console.log(result.spikeHash);")
      .concat('writeFileSync("network.json", writeNetwork(net));\n');
    writeFileSync(join(folder, "json.ts"), code);
    const hash = node(...scriptFlags, "json.ts").trim();
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    const flags = ["--for", "1s", "--seed", "7", "--no-plots", "--json", "--overwrite"];
    const fromJson: unknown = JSON.parse(node(...commandLine, "run", "network.json", ...flags));
    expect(fromJson).toMatchObject({ spikeHash: hash });
  });
});

it("the README's picture is drawn by its example, of the described network", () => {
  const root = "../../../README.md";
  const readme = readFileSync(new URL(root, import.meta.url), "utf8");
  const measure = `
import { averageVariation, interSpikeIntervals } from "spikeloom/analysis";
const [series] = loom.spikeSeries(result);
const intervals = interSpikeIntervals(series!, { window: { from: 200, until: 1000 } });
console.log("CV", averageVariation(intervals, { leastSpikes: 5 }).mean);
`;
  writeFileSync(join(folder, "measured.ts"), `${example(root)}${measure}`);
  const printed = node(...scriptFlags, "measured.ts");
  const [, rate = "", cv = ""] = /E: ([\d.]+).*CV ([\d.]+)/s.exec(printed) ?? [];
  const [, saidRate, saidCv] =
    /fires at (\d+) spikes\/s.*variation of ([\d.]+)/s.exec(readme) ?? [];
  expect(Number(rate)).toBeGreaterThan(5);
  expect(Number(rate)).toBeLessThan(20);
  expect(Number(rate).toFixed(0)).toBe(saidRate);
  expect(Number(cv).toFixed(1)).toBe(saidCv);
  const picture = readFileSync(new URL("../../../docs/raster.svg", import.meta.url), "utf8");
  // If it differs: run the example and save its raster.svg as docs/raster.svg.
  expect(readFileSync(join(folder, "raster.svg"), "utf8")).toBe(picture);
});
