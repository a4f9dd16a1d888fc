// Runs every published network in headless Chromium and in Node and compares the spikes; also a training and shaders.
// The guide for web pages is built with Vite 8, and with `--long` also with 6 and 7; `--write` updates its table of
// sizes.
// Networks, the conformance suite and trainings also run on WebGPU in Node, on Dawn, which is downloaded; networks run
// longer with `--long`.
// Downloads Chromium if none is installed; SPIKELOOM_CHROMIUM names another one.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { bundleFor } from "./browser/bundle.ts";
import { type Chromium, findChromium } from "./browser/chromium.ts";
import { testGraphics } from "./browser/compare-graphics.ts";
import { type Claim, testNetworks } from "./browser/compare-networks.ts";
import { testShaders } from "./browser/compare-shaders.ts";
import { testTraining } from "./browser/compare-training.ts";
import { testPlugin, writePluginPage } from "./browser/plugin-page.ts";
import { serve } from "./browser/serve.ts";
import { testSizes } from "./browser/sizes.ts";
import { testGuide } from "./browser/test-guide.ts";
import { testWebgpu } from "./browser/test-webgpu.ts";
import { viteVersions } from "./browser/vite.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const root = resolve(import.meta.dirname, "..");
const cache = join(root, ".browser");
const { options } = readToolArguments("test:browser", "[--long] [--write]");
const versions = options.has("--long") ? viteVersions : viteVersions.slice(-1);

/** Count the claims that hold, and print those that do not. */
async function test(name: string, make: () => Promise<readonly Claim[]>): Promise<StepResult> {
  const start = performance.now();
  const claims = await make().catch((error: Error) => [{ claim: error.message, holds: false }]);
  for (const { claim, holds } of claims) if (!holds) console.error(`FAILED ${name}: ${claim}`);
  const failures = claims
    .filter(({ holds }) => !holds)
    .map(({ claim }) => ({ name, message: claim }));
  const failed = failures.length;
  const seconds = (performance.now() - start) / 1000;
  return { name, passed: claims.length - failed, failed, seconds, failures };
}

async function testAll(folder: string): Promise<readonly StepResult[]> {
  let chromium: Chromium | undefined;
  const results = [
    await test("Chromium", async () => {
      chromium = await findChromium();
      console.log(`${chromium.version}: ${chromium.program}`);
      return [{ claim: "a Chromium starts", holds: true }];
    }),
    await runStep("build", ["tsc", "-b", "packages/reproductions", "packages/cli"]),
  ];
  results.push(await test("webgpu", () => testWebgpu(options.has("--long"))));
  if (chromium === undefined) return results;
  const browser = chromium;
  const bundled = join(folder, "bundle");
  const pages = {
    "every-network": join(root, "tools/browser/page/every-network.ts"),
    plugin: writePluginPage(join(folder, "plugin")),
    "report-text": join(root, "tools/browser/page/report-text.ts"),
    shaders: join(root, "tools/browser/page/shaders.ts"),
    webgpu: join(root, "tools/browser/page/webgpu.ts"),
    "train-digits": join(root, "tools/browser/page/train-digits.ts"),
    "train-small": join(root, "tools/browser/page/train-small.ts"),
  };
  const bundle = await test("bundle", async () => {
    const bytes = await bundleFor(pages, bundled);
    console.log(`bundle: ${(bytes / 1024).toFixed(0)} KiB`);
    return [{ claim: `the bundle has ${bytes} bytes`, holds: bytes > 0 }];
  });
  results.push(bundle);
  if (bundle.failed > 0) return results;
  const server = await serve(bundled);
  try {
    results.push(await test("shaders", () => testShaders(browser, server, bundled)));
    results.push(await test("graphics", () => testGraphics(browser, server)));
    results.push(await test("training", () => testTraining(browser, server)));
    results.push(await test("networks", () => testNetworks(browser, server)));
    results.push(await test("plugin", () => testPlugin(browser, server, join(folder, "plugin"))));
    const guide = { project: join(folder, "guide"), served: bundled, versions };
    results.push(await test("guide", () => testGuide(browser, server, guide)));
    const sizes = { ...guide, write: options.has("--write") };
    results.push(await test("sizes", () => testSizes(browser, server, sizes)));
  } finally {
    server.close();
  }
  return results;
}

mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "run-"));
try {
  closeSteps(await testAll(folder));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
