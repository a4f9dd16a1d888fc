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

/** A page that uses everything it imports. */
interface PageKind {
  readonly about: string;
  readonly code: string;
}

const kinds: readonly PageKind[] = [
  {
    about: "one LIF neuron, with the packages that it needs",
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
    about: "one LIF neuron, with `spikeloom` and thus every model",
    code: `
      import { network, neurons, population, record, run } from "spikeloom";
      const E = population(neurons.lif(), 1);
      const net = network({ populations: { E }, record: [record(E)] });
      document.body.append((await run(net, { for: "100 ms" })).spikeHash);
    `,
  },
  {
    about: "a plastic network and its raster, with `spikeloom`",
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

/** Folder with the installed packages, and folder from which pages are served. */
export interface SizeFolders {
  readonly project: string;
  readonly served: string;
}

/** The guide's own page is built with each version of Vite; the last one is measured. */
export interface SizeOptions extends SizeFolders {
  readonly versions: readonly string[];
  readonly write: boolean;
}

const guidePage = "the page of this guide, on one thread";

/** Tolerance above the size that the guide states, since each change of a package changes it a little. */
const room = 1.02;

/**
 * Measure the scripts that each page loads, and compare them with the table of the guide.
 *
 * With `write` the table is updated.
 */
export async function testSizes(
  chromium: Chromium,
  server: Server,
  { write, versions, ...folders }: SizeOptions,
): Promise<readonly Claim[]> {
  const path = join(root, guide);
  const text = readFileSync(path, "utf8");
  const rows = (between.exec(text)?.[0] ?? "").split("\n").slice(2);
  const claims: Claim[] = [];
  const measured: string[] = [];
  const served = { ...folders, chromium, server };
  const built = versions.at(-1) ?? "";
  const pages = [
    ...kinds.map((kind, k) => {
      const page = { ...served, name: `size-${k}` };
      return { about: kind.about, load: () => loadedBy(kind, page) };
    }),
    { about: guidePage, load: () => loadedFrom({ ...served, name: built }) },
  ];
  for (const [k, { about, load }] of pages.entries()) {
    const bytes = await load();
    measured.push(`| ${[about, ...bytes.map((one) => `${inKilobytes(one)} kB`)].join(" | ")} |`);
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

/** Build a page, run it, and add up the scripts that it requests. */
async function loadedBy({ code }: PageKind, page: SizedPage): Promise<readonly number[]> {
  const { project, served, name } = page;
  const entry = join(project, "src", `${name}.ts`);
  writeFileSync(entry, code);
  const folder = join(served, name);
  // Vite bundles workers separately, so that they share nothing with the page.
  await bundleFor({ index: entry }, folder, { workers: false });
  const report = `<script type="module" src="../report-text.js"></script>`;
  const html = `<!doctype html><body>${report}<script type="module" src="index.js"></script></body>`;
  writeFileSync(join(folder, "index.html"), html);
  return await loadedFrom(page);
}

/** Visit a page and add up the scripts that it requests: plain, with gzip and with brotli. */
async function loadedFrom({
  served,
  name,
  chromium,
  server,
}: SizedPage): Promise<readonly number[]> {
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
