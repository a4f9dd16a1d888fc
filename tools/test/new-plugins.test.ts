import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type NewKind, newKinds } from "../../packages/cli/src/new-plugin/new-kinds.ts";
import { templates } from "../../packages/cli/src/new-plugin/templates.ts";
import { workspaceRoot } from "../problems.ts";
import { readPackages } from "../workspace.ts";
import { long } from "./draws.ts";
import {
  fetchPrograms,
  installTypeScript,
  ourPrograms,
  type Programs,
  type Versions,
} from "./other-versions.ts";

// What a stranger does: our packages come from tarballs, theirs from `spikeloom new plugin`; build first.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const [oldest, between] = [
  { node: "22.23.3", typescript: "5.9.3" },
  { node: "24.21.0", typescript: "6.0.3" },
] as const;
const samples: readonly NewKind[] = ["neuron", "connector", "encoder"];

/** Kinds, and what their packages are built and run with: versions from npm, or ours. */
const cases: readonly (readonly [kind: NewKind, versions: Versions | "ours"])[] = long
  ? [
      ...newKinds.map((kind) => [kind, "ours"] as const),
      ...samples.flatMap((kind) => [oldest, between].map((versions) => [kind, versions] as const)),
    ]
  : // Each other one takes some seconds more; other versions come from npm, which is then not asked.
    [
      ["neuron", "ours"],
      ["connector", "ours"],
      ["encoder", "ours"],
    ];
const kinds = newKinds.filter((kind) => cases.some(([one]) => one === kind));
const folder = mkdtempSync(join(tmpdir(), "spikeloom-new-"));
const lab = join(folder, "lab");
const spikeloom = join(lab, "node_modules/.bin/spikeloom");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Run a program as outside of the workspace: without the condition that leads to sources. */
async function call(
  cwd: string,
  [program, ...args]: readonly [string, ...string[]],
  { node } = ourPrograms,
): Promise<string> {
  // The Node of the case comes first, for npm and what it starts as well.
  const path = [dirname(node), process.env["PATH"]].join(delimiter);
  const env = { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", PATH: path };
  try {
    return (await promisify(execFile)(program, args, { cwd, env })).stdout;
  } catch (fault) {
    const { stdout, stderr } = fault as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${program} ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  }
}

/** What stands for the registry: our tarballs, and what others wrote as it is installed here. */
function overrides(tarballs: string): Readonly<Record<string, string>> {
  const ours = readdirSync(tarballs).map((file) => {
    const name = file.replace(/-\d+\.\d+\.\d+\.tgz$/, "").replace(/^spikeloom-/, "@spikeloom/");
    return [name, `file:${join(tarballs, file)}`];
  });
  const theirs = Object.entries({
    commander: "packages/cli/node_modules/commander",
    "@resvg/resvg-js": "packages/cli/node_modules/@resvg/resvg-js",
    "hyparquet-writer": "packages/cli/node_modules/hyparquet-writer",
    hyparquet: "packages/cli/node_modules/hyparquet",
    typescript: "node_modules/typescript",
    "@types/node": "node_modules/@types/node",
  }).map(([name, path]) => [name, `file:${realpathSync(join(workspaceRoot, path))}`]);
  return Object.fromEntries([...ours, ...theirs]);
}

const packageOf = (kind: string): string => {
  const name = readdirSync(lab).find((one) => one.endsWith(`-of-${kind}`));
  return name ?? `no package of ${kind}`;
};

const programs = new Map<Versions | "ours", Programs>([["ours", ourPrograms]]);

async function fetchVersions(): Promise<void> {
  for (const [, versions] of cases) {
    if (versions === "ours" || programs.has(versions)) continue;
    programs.set(versions, await fetchPrograms(versions));
  }
}

async function writeLab(): Promise<void> {
  const tarballs = join(folder, "tarballs");
  const names = readPackages(workspaceRoot)
    .filter(({ manifest }) => manifest.private !== true)
    .flatMap(({ manifest }) => ["--filter", manifest.name]);
  const pack = ["pack", "--pack-destination", tarballs];
  await call(workspaceRoot, ["npx", "-y", "pnpm@12", ...names, ...pack]);
  mkdirSync(lab);
  const manifest = { private: true, type: "module", workspaces: ["spikeloom-*"] };
  const text = JSON.stringify({ ...manifest, overrides: overrides(tarballs) });
  writeFileSync(join(lab, "package.json"), text);
  const command = join(workspaceRoot, "packages/cli/dist/command/main.js");
  for (const kind of kinds) {
    await call(lab, [process.execPath, command, "new", "plugin", kind, `example-of-${kind}`]);
  }
  await call(lab, ["npm", "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"]);
}

beforeAll(async () => {
  await Promise.all([writeLab(), fetchVersions()]);
});

const titled = cases.map(([kind, versions]) => {
  const title =
    versions === "ours" ? "" : `, with Node ${versions.node} and TypeScript ${versions.typescript}`;
  return [kind, title, versions] as const;
});

it.each(titled)(
  "a new package with a plugin of kind %s builds, and keeps all claims, as it was written%s",
  async (kind, _, versions) => {
    const home = join(lab, packageOf(kind));
    const given = programs.get(versions) ?? ourPrograms;
    installTypeScript(home, given);
    const printed = await call(home, ["npm", "test"], given);
    // An older Node prints TAP where nobody looks on.
    expect(printed).toMatch(/^[ℹ#] fail 0$/m);
    expect(Number(/^[ℹ#] pass (\d+)$/m.exec(printed)?.[1])).toBeGreaterThanOrEqual(3);
  },
);

const named = (command: "run" | "convert") =>
  titled.filter(([kind]) => templates[kind].command === command);

it.each(named("run"))(
  "a network that names a plugin of kind %s runs by the command, on two workers as on one%s",
  async (kind, _, versions) => {
    const flags = kind === "backend" ? ["--backend", `example-of-${kind}`] : [];
    const run = async (workers: string) => {
      const network = join(lab, packageOf(kind), "network.json");
      const out = ["--no-plots", "--json", "--out", `${kind}.h5`];
      const args = ["--plugin", packageOf(kind), "--workers", workers, ...out];
      const command = [spikeloom, "run", network, ...args, ...flags] as const;
      return JSON.parse(await call(lab, command, programs.get(versions)));
    };
    const [one, two] = [await run("1"), await run("2")];
    expect(one.spikeHash).toMatch(/^[0-9a-f]{16}$/);
    expect(two.spikeHash).toBe(one.spikeHash);
    expect(two.summary.notes).toContainEqual(expect.stringContaining("on 2 workers"));
  },
);

it.each(named("convert"))(
  "a network is converted by a plugin of kind %s%s",
  async (kind, _, versions) => {
    const network = join(lab, packageOf(kind), "network.json");
    const to = ["--to", `example-of-${kind}`, "--out", "converted"];
    const command = [spikeloom, "convert", network, "--plugin", packageOf(kind), ...to] as const;
    await call(lab, command, programs.get(versions));
  },
);

it("runs in a script that lies anywhere beside what is installed", async () => {
  mkdirSync(join(lab, "deep/er"), { recursive: true });
  const script = `
    import { createStack, defaultStack, network, population, record, run } from "spikeloom";
    import plugin from "${packageOf("neuron")}";
    const stack = createStack({ plugins: [defaultStack, plugin] });
    const E = population("example-of-neuron", 3, { parameters: { v_rest: "30 mV" } });
    const net = network({ populations: { E }, record: [record(E)] });
    const { spikeCounts } = await run(net, { stack, for: "100 ms" });
    console.log(Number(spikeCounts["E"]) > 0);
  `;
  writeFileSync(join(lab, "deep/er/script.ts"), script);
  expect(await call(folder, [process.execPath, join(lab, "deep/er/script.ts")])).toBe("true\n");
});

const readme = readFileSync(join(workspaceRoot, "packages/pynn/README.md"), "utf8");
const wanted = /^npm install (.+)$/m.exec(readme)?.[1]?.split(" ") ?? [];
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? "");

/** Run each example of PyNN's README as printed. */
async function runExamples(where: string): Promise<void> {
  mkdirSync(where, { recursive: true });
  expect(examples).toHaveLength(2);
  for (const [k, code] of examples.entries()) {
    const imports = [...code.matchAll(/from "((?:@\w+\/)?[\w-]+)/g)].map(([, name]) => name);
    expect(wanted).toEqual(expect.arrayContaining(imports));
    writeFileSync(join(where, `example-${k}.ts`), code);
    const printed = await call(where, [process.execPath, `example-${k}.ts`]);
    // Spikes of a neuron, or an array of their times.
    const [, spikes] = /^(?:Float64Array\()?([\d.]+)/.exec(printed) ?? [];
    expect(Number(spikes), printed).toBeGreaterThan(0);
  }
}

it("the examples of PyNN's README run as printed, of what it says to install", () =>
  runExamples(join(lab, "readme")));

if (long) {
  it("the same examples run and compile in a folder where nothing else is installed", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const all = overrides(join(folder, "tarballs"));
    const compiler = ["typescript", "@types/node"];
    const dependencies = Object.fromEntries(
      [...wanted, ...compiler].map((name) => [name, all[name]]),
    );
    const manifest = { private: true, type: "module", dependencies, overrides: all };
    writeFileSync(join(empty, "package.json"), JSON.stringify(manifest));
    await call(empty, [
      "npm",
      "install",
      "--offline",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
    ]);
    await runExamples(empty);
    const files = examples.map((_, k) => `example-${k}.ts`);
    const flags = ["--noEmit", "--strict", "--target", "es2024", "--module", "nodenext"];
    await call(empty, [process.execPath, "node_modules/typescript/bin/tsc", ...flags, ...files]);
  });
}
