// keys: built packages, drawing by its imports
import { execFile } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { packSelfContained } from "../pack-self-contained.ts";
import { workspaceRoot } from "../problems.ts";
import { listOf } from "../update-exports.ts";
import { readJson, readPackages } from "../workspace.ts";
import { checkConsumer, costAlone } from "./check-consumer.ts";
import { long } from "./draws.ts";
import { fetchPrograms } from "./other-versions.ts";
import { type Registry, startRegistry } from "./registry.ts";

// What a user does who installs only the tarball; build first.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const folder = mkdtempSync(join(tmpdir(), "spikeloom-one-"));
const project = join(folder, "my-project");
const home = join(project, "node_modules/spikeloom");
let registry: Registry;
afterAll(async () => {
  await registry?.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = promisify(execFile);
const env = {
  ...process.env,
  NODE_OPTIONS: "",
  NO_COLOR: "1",
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};

/** Run a program in the project, without the condition that resolves to sources. */
async function run(program: string, ...args: readonly string[]): Promise<string> {
  return (await call(program, args, { cwd: project, env })).stdout;
}

const spikeloom = (...args: readonly string[]): Promise<string> =>
  run(process.execPath, join(home, "bin/spikeloom.js"), ...args);

const readme = readFileSync(join(workspaceRoot, "README.md"), "utf8");
const [, block = ""] = /^```sh\n([^`]*pack:self-contained.*?)^```$/ms.exec(readme) ?? [];
/** What the README says to type, without comments: pack, install, run. */
const typed = block
  .trim()
  .split("\n")
  .map((line) => line.replace(/\s+#.*/, ""));

beforeAll(async () => {
  registry = await startRegistry([
    join(workspaceRoot, "packages/cli/node_modules/@resvg/resvg-js"),
  ]);
  await packSelfContained(workspaceRoot, join(folder, "packed"));
  mkdirSync(project);
  const [pack, install = "", script] = typed;
  expect(pack).toBe("npx -y pnpm@12 -C spikeloom pack:self-contained packed");
  expect(script).toBe("node twelve.mts");
  const settings = {
    npm_config_registry: registry.url,
    npm_config_cache: join(folder, "cache"),
    npm_config_audit: "false",
  };
  await call("sh", ["-c", install], { cwd: folder, env: { ...env, ...settings } });
});

it("is installed with one package of others, in few files", () => {
  const modules = join(project, "node_modules");
  expect(readdirSync(modules).filter((name) => !name.startsWith("."))).toEqual([
    "@resvg",
    "spikeloom",
  ]);
  const files = readdirSync(home, { recursive: true, withFileTypes: true });
  // The packages themselves are 2,800 files, and npm takes some milliseconds for each.
  expect(files.filter((entry) => entry.isFile()).length).toBeLessThan(700);
  const { dependencies } = readJson(join(home, "package.json")) as Record<string, unknown>;
  expect(Object.keys(dependencies as object)).toEqual(["@resvg/resvg-js"]);
  expect(readFileSync(join(home, "LICENSES.txt"), "utf8")).toContain("@bufbuild/protobuf 2");
});

it("runs the README's example as printed", async () => {
  const [, example = ""] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
  writeFileSync(join(project, "twelve.mts"), example.replace('for: "1 s"', 'for: "50 ms"'));
  expect(await run(process.execPath, "twelve.mts")).toMatch(
    /^\{ E: [1-9].*, I: [1-9].* \} [0-9a-f]{16}$/m,
  );
});

it("runs a network on one and two workers, draws it, and sweeps it in other processes", async () => {
  copyFileSync(
    join(workspaceRoot, "packages/cli/test/networks/small.json"),
    join(project, "net.json"),
  );
  const hashOf = (text: string): string | undefined => /^spike hash +(\w+)$/m.exec(text)?.[1];
  const one = hashOf(await spikeloom("run", "net.json", "--out", "r/one.h5"));
  const two = hashOf(
    await spikeloom("run", "net.json", "--workers", "2", "--no-plots", "--out", "r/two.h5"),
  );
  expect(one).toMatch(/^[0-9a-f]{16}$/);
  expect(two).toBe(one);
  expect(readdirSync(join(project, "r"))).toEqual(
    expect.arrayContaining(["one-raster.svg", "one-raster.png"]),
  );
  const script = `
    import { readFileSync } from "node:fs";
    import { readNetwork } from "spikeloom";
    import { sweep } from "spikeloom/sweep";
    const network = readNetwork(readFileSync("net.json", "utf8"));
    const { runs } = await sweep(network, { seeds: 2, for: "10 ms", workers: 2 });
    console.log(runs.length);
  `;
  writeFileSync(join(project, "sweep.ts"), script);
  expect(await run(process.execPath, "sweep.ts")).toBe("2\n");
});

it("trains on two workers, and creates a plugin that is for this version", async () => {
  const digits = join(workspaceRoot, "examples/first-classifier/digits.json");
  const task = { ...(readJson(digits) as object), epochs: 1 };
  writeFileSync(join(project, "digits.json"), JSON.stringify(task));
  expect(await spikeloom("train", "digits.json", "--workers", "2", "--out", "t/net.json")).toMatch(
    /t[\\/]net\.json/,
  );
  await spikeloom("new", "plugin", "encoder", "beat");
  const { version } = readJson(join(home, "package.json")) as { readonly version: string };
  const made = readFileSync(join(project, "spikeloom-encoders-beat/package.json"), "utf8");
  expect(JSON.parse(made).peerDependencies).toEqual({ "@spikeloom/kernel": `^${version}` });
});

/** What can be imported, without schemas. */
function entries(): readonly string[] {
  const { exports } = readJson(join(home, "package.json")) as { readonly exports: object };
  return Object.keys(exports)
    .filter((path) => !path.includes("*"))
    .map((path) => `spikeloom${path.slice(1)}`);
}

/** List the values that packages export at an import path, from the lists that another test compares with them. */
function exportedBy(path: string): ReadonlySet<string> {
  const one = readPackages(workspaceRoot).find(
    ({ manifest: { name = "" } }) => path === name || path.startsWith(`${name}/`),
  );
  if (one === undefined) return new Set();
  const lists = readJson(join(workspaceRoot, listOf(one.folder))) as Record<string, string[]>;
  const names = lists[`.${path.slice(one.manifest.name?.length)}`] ?? [];
  return new Set(names.filter((name) => !name.startsWith("type ")));
}

it("exports what the packages export, under the name of spikeloom", async () => {
  const names = entries();
  expect(names).toEqual(
    expect.arrayContaining([
      "spikeloom",
      "spikeloom/train",
      "spikeloom/data",
      "spikeloom/interop/nwb",
    ]),
  );
  const script = `
    const all = {};
    for (const name of JSON.parse(process.argv[1])) all[name] = Object.keys(await import(name)).sort();
    console.log(JSON.stringify(all));
  `;
  const args = ["--input-type=module", "--eval", script, JSON.stringify(names)];
  const found = JSON.parse((await call(process.execPath, args, { cwd: project, env })).stdout);
  const theirs = names.map((name) => {
    const own = exportedBy(name);
    return [name, own.size > 0 ? own : exportedBy(`@${name}`)] as const;
  });
  for (const [name, own] of theirs) expect([name, found[name]]).toEqual([name, [...own].sort()]);
});

it("costs a project as few types as the packages do, and has no errors in any entry", () => {
  const packages = [["spikeloom", home]] as const;
  const alone = costAlone();
  const script = 'import { network } from "spikeloom";\nexport const made = network;\n';
  const ours = checkConsumer({ script, packages });
  expect(ours.types - alone.types).toBeGreaterThan(0);
  expect((ours.types - alone.types) / alone.types).toBeLessThan(0.5);
  const all = entries().map((name, row) => `export * as m${row} from "${name}";\n`);
  expect(checkConsumer({ script: all.join(""), packages, types: ["node"] }).types).toBeLessThan(
    90_000,
  );
});

const needed = /^spikeloom needs Node 22\.18 or later; this is Node 20\.[\d.]+\.$/m;

it("names the required Node version if the installed one is older", async () => {
  const old = join(folder, "old.cjs");
  writeFileSync(
    old,
    'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } });',
  );
  const started = run(process.execPath, "--require", old, join(home, "bin/spikeloom.js"), "list");
  await expect(started).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(needed) });
});

if (long) {
  it("names it in Node 20 itself, whose modules lack exports of later versions", async () => {
    const { node } = await fetchPrograms({ node: "20.20.2", typescript: "5.9.3" });
    const started = run(node, join(home, "bin/spikeloom.js"), "list");
    await expect(started).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(needed) });
  });
}
