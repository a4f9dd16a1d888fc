import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Chromium } from "./chromium.ts";
import type { Claim } from "./compare-networks.ts";
import type { Server } from "./serve.ts";
import { visit } from "./visit.ts";

const root = resolve(import.meta.dirname, "../..");
const name = "in-a-page";
const plugin = `spikeloom-neurons-${name}`;
const command = join(root, "packages/cli/dist/main.js");

/** Runs the network of the package, which names the plugin, on one worker and on two. */
const worker = `
  import { createStack, defaultStack, readNetwork, run } from "spikeloom";
  import plugin from "${plugin}";
  import text from "./node_modules/${plugin}/network.json";

  const stack = createStack({ plugins: [defaultStack, plugin] });
  const network = readNetwork(JSON.stringify(text), { stack });
  for (const workers of [1, 2]) {
    const { spikeHash, summary } = await run(network, { stack, workers });
    const isShared = summary.notes.some((note) => note.includes("on 2 workers"));
    postMessage({ spikeHash, isShared });
  }
  postMessage("end");
`;

const page = `
  import { startReports } from ${JSON.stringify(join(root, "tools/browser/page/report.ts"))};

  const reports = startReports();
  const worker = new Worker(new URL("./plugin.worker.ts", import.meta.url), { type: "module" });
  worker.onerror = ({ message }) => reports.fail(message ?? "The worker could not be loaded.");
  worker.onmessage = ({ data }) => (data === "end" ? reports.end() : reports.message(data));
`;

/** Create a package with a neuron as third parties do, build it, and write a page next to it that runs it. */
export function writePluginPage(folder: string): string {
  const home = join(folder, "node_modules", plugin);
  mkdirSync(folder, { recursive: true });
  call(folder, command, "new", "plugin", "neuron", name, "--out", home);
  for (const [one, from] of [
    ["@spikeloom/kernel", "packages/kernel"],
    ["spikeloom", "packages/cli"],
  ] as const) {
    const link = join(folder, "node_modules", one);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, from), link, "junction");
  }
  call(home, join(root, "node_modules/typescript/bin/tsc"));
  // Outside the folder of the package's configuration, which Node does not read for installed packages.
  copyFileSync(join(home, "network.json"), join(folder, "network.json"));
  writeFileSync(join(folder, "plugin.worker.ts"), worker);
  writeFileSync(join(folder, "plugin.ts"), page);
  return join(folder, "plugin.ts");
}

/** Run the page, and the same network with the command in Node, and compare their spikes. */
export async function testPlugin(
  chromium: Chromium,
  server: Server,
  folder: string,
): Promise<readonly Claim[]> {
  const flags = ["--plugin", plugin, "--workers", "1", "--json", "--no-plots"];
  const printed = call(folder, command, "run", "network.json", ...flags);
  const { spikeHash } = JSON.parse(printed) as { readonly spikeHash: string };
  const { messages } = await visit(chromium, server, {
    page: "isolated/plugin.html",
    seconds: 60,
  });
  return [1, 2].map((workers, k) => {
    const got = JSON.stringify(messages[k]);
    const claim = `a new neuron on ${workers} workers of a page gives ${got}, in Node ${spikeHash}`;
    console.log(claim);
    return { claim, holds: got === JSON.stringify({ spikeHash, isShared: workers === 2 }) };
  });
}

/** Run a script as outside the workspace: without the condition that resolves to sources. */
function call(cwd: string, script: string, ...args: readonly string[]): string {
  const env = { ...process.env, NODE_OPTIONS: "" };
  return execFileSync(process.execPath, [script, ...args], { cwd, env, encoding: "utf8" });
}
