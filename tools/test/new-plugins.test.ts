// keys: built packages, drawing by its imports
import { execFile } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type NewKind, newKinds } from "../../packages/cli/src/new-plugin/new-kinds.ts";
import { templates } from "../../packages/cli/src/new-plugin/templates.ts";
import { workspaceRoot } from "../problems.ts";
import { dependenciesOf, readPackages } from "../workspace.ts";
import { long } from "./draws.ts";
import {
  fetchPrograms,
  installTypeScript,
  ourPrograms,
  type Programs,
  type Versions,
} from "./other-versions.ts";
import { type Registry, startRegistry } from "./registry.ts";

// What a third party does: our packages come from tarballs, theirs from `spikeloom new plugin`; build first. Packing
// and
// installing takes most of the time: outside of `--long` the built packages are linked instead, and
// self-contained.test.ts
// installs a tarball.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const [oldest, between] = [
  { node: "22.23.3", typescript: "5.9.3" },
  { node: "24.21.0", typescript: "6.0.3" },
] as const;
const samples: readonly NewKind[] = ["neuron", "connector", "encoder"];

/** Kinds, and the versions with which their packages are built and run: from npm, or ours. */
const cases: readonly (readonly [kind: NewKind, versions: Versions | "ours"])[] = long
  ? [
      ...newKinds.map((kind) => [kind, "ours"] as const),
      ...samples.flatMap((kind) => [oldest, between].map((versions) => [kind, versions] as const)),
    ]
  : // Each additional kind takes some seconds; a connector follows its README.
    [["neuron", "ours"]];
const kinds = newKinds.filter((kind) => cases.some(([one]) => one === kind));
const folder = mkdtempSync(join(tmpdir(), "spikeloom-new-"));
const lab = join(folder, "lab");
const spikeloom = join(lab, "node_modules/.bin/spikeloom");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Run a program as outside the workspace: without the condition that resolves to sources. */
async function call(
  cwd: string,
  [program, ...args]: readonly [string, ...string[]],
  { node } = ourPrograms,
): Promise<string> {
  // The Node of the case comes first, also for npm and the processes that it starts.
  const path = [dirname(node), process.env["PATH"]].join(delimiter);
  const env = { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", PATH: path };
  try {
    return (await promisify(execFile)(program, args, { cwd, env })).stdout;
  } catch (fault) {
    const { stdout, stderr } = fault as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${program} ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  }
}

/** A third-party package on which ours or a new package depends, as it is installed here. */
const theirs = [
  ...readPackages(workspaceRoot).flatMap(({ folder: home, manifest }) =>
    dependenciesOf(manifest)
      .filter((name) => !/^(@spikeloom\/|spikeloom$)/.test(name))
      .map((name) => `${home}/node_modules/${name}`),
  ),
  ...["node_modules/typescript", "node_modules/@types/node"],
].map((path) => join(workspaceRoot, path));

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

const tarballs = join(folder, "packed");
let unpublished: Registry;
let published: Registry;
afterAll(async () => {
  await Promise.all([unpublished, published].map((registry) => registry?.close()));
});

/** Run npm literally, with its own cache and a local registry in place of the public one. */
async function npm(cwd: string, registry: Registry, args: readonly string[]): Promise<string> {
  const cache = `--cache=${join(folder, "cache")}`;
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier"];
  return await call(cwd, ["npm", ...args, `--registry=${registry.url}`, cache, ...quiet]);
}

async function packAll(): Promise<void> {
  [unpublished, published] = [await startRegistry(theirs), await startRegistry(theirs)];
  const pack = join(workspaceRoot, "tools/pack-all.ts");
  expect(
    await call(folder, ["env", `INIT_CWD=${folder}`, process.execPath, pack, "packed"]),
  ).toMatch(/^packed 2\d packages$/m);
  await published.publish(tarballs);
}

/** Link what `npm install` would unpack, and the new packages as npm does. */
function linkAll(): void {
  const modules = join(lab, "node_modules");
  const link = (target: string, path: string): void => {
    mkdirSync(dirname(join(modules, path)), { recursive: true });
    symlinkSync(target, join(modules, path), "junction");
  };
  const ours = readPackages(workspaceRoot).map(({ folder: home, manifest }) => {
    return [join(workspaceRoot, home), manifest.name ?? home] as const;
  });
  for (const [home, name] of ours) link(home, name);
  for (const name of readdirSync(lab).filter((one) => one.startsWith("spikeloom-"))) {
    link(join(lab, name), name);
  }
  link(join(workspaceRoot, "node_modules/@types/node"), "@types/node");
  const command = join(workspaceRoot, "packages/cli/dist/command/main.js");
  mkdirSync(dirname(spikeloom), { recursive: true });
  writeFileSync(spikeloom, `#!/bin/sh\nexec node "${command}" "$@"\n`, { mode: 0o755 });
}

async function writeLab(): Promise<void> {
  if (long) await packAll();
  mkdirSync(lab);
  const manifest = { private: true, type: "module", workspaces: ["spikeloom-*"] };
  writeFileSync(join(lab, "package.json"), JSON.stringify(manifest));
  const command = join(workspaceRoot, "packages/cli/dist/command/main.js");
  const create = (...own: readonly string[]): Promise<string> =>
    call(lab, [process.execPath, command, "new", "plugin", ...own]);
  for (const kind of kinds) {
    await create(kind, `example-of-${kind}`, "--cite", "doi:10.1000/182");
  }
  await create("connector", "ring", "--about", 'A "ring", */ and `odd`.\nTwo lines.');
  if (long) await npm(lab, published, ["install"]);
  else linkAll();
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
  "a new package with a plugin of kind %s builds, and satisfies all claims, as generated%s",
  async (kind, _, versions) => {
    const home = join(lab, packageOf(kind));
    const given = programs.get(versions) ?? ourPrograms;
    installTypeScript(home, given);
    const printed = await call(home, ["npm", "test"], given);
    // An older Node prints TAP if the output is not a terminal.
    expect(printed).toMatch(/^[ℹ#] fail 0$/m);
    expect(Number(/^[ℹ#] pass (\d+)$/m.exec(printed)?.[1])).toBeGreaterThanOrEqual(3);
  },
);

const named = (command: "run" | "convert") =>
  titled.filter(([kind]) => templates[kind].command === command);

it.each(named("run"))(
  "a network that names a plugin of kind %s runs with the command, on two workers as on one%s",
  async (kind, _, versions) => {
    const flags = kind === "backend" ? ["--backend", `example-of-${kind}`] : [];
    // Outside its package, whose configuration names the plugin.
    const network = join(lab, `${kind}.json`);
    copyFileSync(join(lab, packageOf(kind), "network.json"), network);
    const run = async (workers: string) => {
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
    const network = join(lab, `${kind}.json`);
    copyFileSync(join(lab, packageOf(kind), "network.json"), network);
    const to = ["--to", `example-of-${kind}`, "--out", "converted"];
    const command = [spikeloom, "convert", network, "--plugin", packageOf(kind), ...to] as const;
    await call(lab, command, programs.get(versions));
  },
);

it("runs in a script anywhere next to the installed packages", async () => {
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

/** The commands of the blocks of a README, without their comments. */
function commandsOf(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) =>
    block.split("\n").flatMap((line) => line.replace(/\s+#.*/, "") || []),
  );
}

/** Run a line of a README in a shell, with substitutes for the clone and the public registry. */
async function follow(cwd: string, line: string, registry: Registry): Promise<string> {
  if (line.includes("pack:all")) return packAsTold(cwd, line);
  const settings = {
    npm_config_registry: registry.url,
    npm_config_cache: join(folder, "cache"),
    npm_config_audit: "false",
  };
  const words = Object.entries(settings).map(([name, value]) => `export ${name}=${value};`);
  return await call(cwd, ["sh", "-c", `${words.join(" ")} ${line}`]);
}

/** Do what `pnpm -C CLONE pack:all FOLDER` does, with packages that are already built and packed. */
function packAsTold(cwd: string, line: string): string {
  const [, clone, to = ""] = /^npx -y pnpm@12 -C (\S+) pack:all (\S+)$/.exec(line) ?? [];
  expect(clone).toMatch(/(^|\/)spikeloom$/);
  const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, "package.json"), "utf8"));
  const told = "node tools/install.mjs everything -- node tools/pack-all.ts";
  expect(scripts["pack:all"]).toBe(told);
  const place = resolve(cwd, to);
  if (place !== tarballs) symlinkSync(tarballs, place, "junction");
  return "";
}

/** Follow the README of the connector; returns the output of its last three lines. */
async function workOn(plugin: string, isFromClone: boolean): Promise<readonly string[]> {
  const [, work = [], clone = []] = commandsOf(readFileSync(join(plugin, "README.md"), "utf8"));
  const [install = "", ...rest] = work;
  expect(install).toBe("npm install");
  expect(rest).toHaveLength(3);
  if (isFromClone) {
    await expect(follow(plugin, install, unpublished)).rejects.toThrow("E404");
    for (const line of clone) await follow(plugin, line, unpublished);
  }
  const printed: string[] = [];
  for (const line of rest) printed.push(await follow(plugin, line, unpublished));
  return printed;
}

function expectRing([tested, shown, run]: readonly string[]): void {
  expect(Number(/^[ℹ#] pass (\d+)$/m.exec(tested ?? "")?.[1])).toBeGreaterThanOrEqual(3);
  expect(shown).toContain('A "ring", */ and `odd`. Two lines.');
  expect(run).toMatch(/^E +lif-delta +100 +[1-9]/m);
}

const ring = join(lab, "spikeloom-connectors-ring");

// npm unpacks 27 tarballs of 2,800 files, which takes 25 s.
if (long) {
  it("a new package can be developed as its README says, once our packages are installed", async () => {
    expectRing(await workOn(ring, false));
  });

  it("the tarballs of a clone need no package of ours except each other", async () => {
    const packed = new Set(readdirSync(tarballs));
    expect(packed.size).toBeGreaterThan(20);
    for (const file of packed) {
      const unpack = ["tar", "-xzOf", join(tarballs, file), "package/package.json"] as const;
      const manifest = JSON.parse(await call(folder, unpack));
      for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
        if (!/^(@spikeloom\/|spikeloom$)/.test(name)) continue;
        const stem = name.replace("@", "").replace("/", "-");
        expect(packed).toContain(`${stem}-${String(version).replace(/^[^\d]/, "")}.tgz`);
      }
    }
  });

  it("a new package can be developed as its README says, from a clone of unpublished packages", async () => {
    const home = join(folder, "own");
    mkdirSync(home);
    const command = [spikeloom, "new", "plugin", "connector", "ring"] as const;
    await call(home, [...command, "--about", 'A "ring", */ and `odd`.\nTwo lines.']);
    expectRing(await workOn(join(home, "spikeloom-connectors-ring"), true));
  });
}

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

it("the examples of PyNN's README run as printed, with what it says to install", () =>
  runExamples(join(lab, "readme")));

if (long) {
  it("the same examples run and compile in a folder with nothing else installed", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    writeFileSync(join(empty, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await npm(empty, published, ["install", ...wanted, "typescript", "@types/node"]);
    await runExamples(empty);
    const files = examples.map((_, k) => `example-${k}.ts`);
    const flags = ["--noEmit", "--strict", "--target", "es2024", "--module", "nodenext"];
    await call(empty, [process.execPath, "node_modules/typescript/bin/tsc", ...flags, ...files]);
  });
}
