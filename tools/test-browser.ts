// Runs every published network in headless Chromium and in Node, and compares their spikes.
// Gets a Chromium by itself where there is none; SPIKELOOM_CHROMIUM names another one.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { bundleFor } from "./browser/bundle.ts";
import { type Chromium, findChromium } from "./browser/chromium.ts";
import { runGuideInNode, writeGuide } from "./browser/guide.ts";
import type { PageState } from "./browser/page/report.ts";
import type { Outcome } from "./browser/runs.ts";
import { type Server, serve } from "./browser/serve.ts";
import { visit } from "./browser/visit.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const root = resolve(import.meta.dirname, "..");
const cache = join(root, ".browser");

interface Claim {
  readonly claim: string;
  readonly holds: boolean;
}

/** Count the claims that hold, and print those that do not. */
async function test(name: string, make: () => Promise<readonly Claim[]>): Promise<StepResult> {
  const start = performance.now();
  const claims = await make().catch((error: Error) => [{ claim: error.message, holds: false }]);
  for (const { claim, holds } of claims) if (!holds) console.error(`FAILED ${name}: ${claim}`);
  const failed = claims.filter(({ holds }) => !holds).length;
  const seconds = (performance.now() - start) / 1000;
  return { name, passed: claims.length - failed, failed, seconds };
}

async function outcomesInNode(): Promise<readonly Outcome[]> {
  const script = join(root, "tools/browser/run-in-node.ts");
  const child = spawn(process.execPath, ["--conditions=@spikeloom/source", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const outcomes: Outcome[] = [];
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) outcomes.push(JSON.parse(line) as Outcome);
  return outcomes;
}

async function testNetworks(chromium: Chromium, server: Server): Promise<readonly Claim[]> {
  const page = { page: "isolated/every-network.html", seconds: 300 };
  const [node, { messages, end }] = await Promise.all([
    outcomesInNode(),
    visit(chromium, server, page),
  ]);
  const inBrowser = messages as readonly Outcome[];
  const claims = node.flatMap((wanted) => {
    const found = inBrowser.filter(({ network }) => network === wanted.network);
    if (found.length === 0) {
      return [{ claim: `${wanted.network} did not run in the browser`, holds: false }];
    }
    return found.map((got) => compare(wanted, got));
  });
  return [
    { claim: "Node ran at least forty networks", holds: node.length >= 40 },
    { claim: "the page may share memory with its workers", holds: end.isIsolated },
    answers(end),
    ...claims,
  ];
}

function compare(wanted: Outcome, got: Outcome): Claim {
  const { network, shards, workers, spikes, seconds } = got;
  const cut = `${shards} shards, ${workers} workers`;
  console.log(
    `${network.padEnd(38)} ${cut}  ${String(spikes).padStart(7)} spikes  ${got.spikeHash}` +
      `  ${seconds.toFixed(2)} s, in Node ${wanted.seconds.toFixed(2)} s`,
  );
  return {
    claim: `${network}, ${cut}: ${got.spikeHash} where Node has ${wanted.spikeHash}`,
    holds: got.spikeHash === wanted.spikeHash && spikes === wanted.spikes,
  };
}

/** A page that simulated by itself would be silent for a whole run, which is more than a tenth. */
function answers({ silence, total }: PageState): Claim {
  const claim = `the page was silent for ${silence.toFixed(0)} of ${total.toFixed(0)} ms`;
  console.log(`At its longest, ${claim}.`);
  return { claim, holds: silence < total / 10 };
}

async function testGuide(
  chromium: Chromium,
  server: Server,
  folder: string,
): Promise<readonly Claim[]> {
  const { spikeHash } = runGuideInNode(folder);
  const claims: Claim[] = [];
  for (const place of ["isolated", "plain"] as const) {
    const { messages, end } = await visit(chromium, server, {
      page: `${place}/guide.html`,
      seconds: 60,
    });
    const [text = ""] = messages;
    console.log(`${place}: ${text}`);
    const claim = `the guide's page, ${place}, shows "${text}" where Node has ${spikeHash}`;
    claims.push({ claim, holds: String(text).includes(spikeHash) });
    const isolation = `the guide's page, ${place}: crossOriginIsolated is ${end.isIsolated}`;
    claims.push({ claim: isolation, holds: end.isIsolated === (place === "isolated") });
  }
  return claims;
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
  if (chromium === undefined) return results;
  const browser = chromium;
  const bundled = join(folder, "bundle");
  const pages = {
    "every-network": join(root, "tools/browser/page/every-network.ts"),
    guide: writeGuide(join(folder, "guide")),
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
    results.push(await test("networks", () => testNetworks(browser, server)));
    results.push(await test("guide", () => testGuide(browser, server, join(folder, "guide"))));
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
