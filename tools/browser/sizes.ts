import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { bundleFor } from "./bundle.ts";
import type { Chromium } from "./chromium.ts";
import type { Claim } from "./compare-networks.ts";
import type { Server } from "./serve.ts";
import { visit } from "./visit.ts";

const root = resolve(import.meta.dirname, "../..");
const guide = "docs/guides/browser.md";
const between = /(?<=<!-- sizes:start -->\n).*(?=<!-- sizes:end -->)/s;

/** A page of a kind: what it imports, all of it used. */
interface PageKind {
  readonly about: string;
  readonly code: string;
}

const kinds: readonly PageKind[] = [
  {
    about: "one LIF neuron, from its parts",
    code: `
      import { clock } from "@spikeloom/backend-clock";
      import { exact } from "@spikeloom/integrators";
      import { createStack } from "@spikeloom/kernel";
      import { network, population, record, stepInput } from "@spikeloom/network";
      import { lif } from "@spikeloom/neurons";
      import { run } from "@spikeloom/simulate";
      const backend = clock();
      const E = population(lif(), 1);
      const stimuli = [stepInput(E, { times: ["10 ms"], values: ["1 nA"] })];
      const net = network({ populations: { E }, stimuli, record: [record(E)] });
      const stack = createStack({ plugins: [lif, exact, backend] });
      document.body.append((await run(net, { for: "100 ms", stack, backend })).spikeHash);
    `,
  },
  {
    about: "the same by `spikeloom`, with every model",
    code: `
      import { network, neurons, population, record, run } from "spikeloom";
      const E = population(neurons.lif(), 1);
      const net = network({ populations: { E }, record: [record(E)] });
      document.body.append((await run(net, { for: "100 ms" })).spikeHash);
    `,
  },
  {
    about: "a network with rule and picture, by `spikeloom`",
    code: `
      import * as loom from "spikeloom";
      const E = loom.population(loom.neurons.lifCurrExp(), 100);
      const connector = loom.fixedIndegree({ n: 10 });
      const plastic = { connector, weight: "0.01 nA", delay: "1.5 ms", plasticity: "stdp-pair" };
      const drive = loom.poissonInput(E, { receptor: "excitatory", rate: "8 kHz", weight: "0.06 nA" });
      const projections = [loom.projection(E, E, { receptor: "excitatory", ...plastic })];
      const net = loom.network({ populations: { E }, projections, stimuli: [drive], record: [loom.record(E)] });
      const result = await loom.run(net, { for: "100 ms" });
      document.body.append(loom.toSvg(loom.rasterPlot(loom.spikeSeries(result))));
    `,
  },
];

/** Where the packages are installed, and where pages are served from. */
export interface SizeFolders {
  readonly project: string;
  readonly served: string;
}

/** A page may be this much larger than the guide says, since each change of a package moves it a little. */
const room = 1.02;

/**
 * Measure what a page of each kind loads to run, and compare it with the table of the guide.
 *
 * With `write` the table is written anew.
 */
export async function testSizes(
  chromium: Chromium,
  server: Server,
  { write, ...folders }: SizeFolders & { readonly write: boolean },
): Promise<readonly Claim[]> {
  const path = join(root, guide);
  const text = readFileSync(path, "utf8");
  const rows = (between.exec(text)?.[0] ?? "").split("\n").slice(2);
  const claims: Claim[] = [];
  const measured: string[] = [];
  for (const [k, kind] of kinds.entries()) {
    const bytes = await loadedBy(kind, { ...folders, name: `size-${k}`, chromium, server });
    measured.push(
      `| ${[kind.about, ...bytes.map((one) => `${inKilobytes(one)} kB`)].join(" | ")} |`,
    );
    const stated = [...(rows[k] ?? "").matchAll(/(\d+) kB/g)].map(([, number]) => Number(number));
    const holds =
      stated.length === 3 && bytes.every((one, c) => one <= room * 1000 * (stated[c] ?? 0));
    claims.push({ claim: `a page loads no more than ${guide} says: ${measured.at(-1)}`, holds });
  }
  console.log(measured.join("\n"));
  if (!write) return claims;
  const table = [
    "| A page with | minified | gzip -9 | brotli -q 11 |",
    "|---|---|---|---|",
    ...measured,
  ];
  writeFileSync(path, text.replace(between, `${table.join("\n")}\n`));
  return claims.map(({ claim }) => ({ claim, holds: true }));
}

interface SizedPage extends SizeFolders {
  readonly name: string;
  readonly chromium: Chromium;
  readonly server: Server;
}

/** Build a page, run it, and add up the scripts that it asked for: as they are, by gzip and by brotli. */
async function loadedBy(
  { code }: PageKind,
  { project, served, name, chromium, server }: SizedPage,
): Promise<readonly number[]> {
  const entry = join(project, "src", `${name}.ts`);
  writeFileSync(entry, code);
  const folder = join(served, name);
  // Vite bundles a worker by itself, so that it shares nothing with the page.
  await bundleFor({ index: entry }, folder, { workers: false });
  const report = `<script type="module" src="../report-text.js"></script>`;
  const page = `<!doctype html><body>${report}<script type="module" src="index.js"></script></body>`;
  writeFileSync(join(folder, "index.html"), page);
  server.asked();
  await visit(chromium, server, { page: `plain/${name}/index.html`, seconds: 60 });
  const scripts = server
    .asked()
    .filter((asked) => asked.startsWith(`/plain/${name}/`) && asked.endsWith(".js"))
    .map((asked) => readFileSync(join(served, asked.slice("/plain/".length))));
  const sum = (bytesOf: (script: Buffer) => number): number =>
    scripts.reduce((bytes, script) => bytes + bytesOf(script), 0);
  return [
    sum(({ length }) => length),
    sum((script) => gzipSync(script, { level: 9 }).length),
    sum((script) => brotliCompressSync(script).length),
  ];
}

function inKilobytes(bytes: number): number {
  return Math.round(bytes / 1000);
}
