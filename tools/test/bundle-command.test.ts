// keys: built packages, drawing by its imports
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { OutputChunk } from "rolldown";
import { expect, it, vi } from "vitest";
import { chunksOf } from "../bundle-command.ts";
import { workspaceRoot } from "../problems.ts";

// The command is started several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const cli = join(workspaceRoot, "packages/cli");
const bundled = chunksOf(workspaceRoot);

/** Run the bundle as users do, without the condition that resolves to the sources. */
function spikeloom(cwd: string, ...args: readonly string[]): string {
  const main = join(cli, "dist/command/main.js");
  const env = { ...process.env, NODE_OPTIONS: "" };
  return execFileSync(process.execPath, [main, ...args], { cwd, env, encoding: "utf8" });
}

/** These chunks and everything that they import statically. */
function loadedWith(chunks: readonly OutputChunk[], names: readonly string[]): OutputChunk[] {
  const loaded = new Set(names);
  for (const name of loaded) {
    for (const other of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) {
      loaded.add(other);
    }
  }
  return chunks.filter(({ fileName }) => loaded.has(fileName));
}

it("loads only the command line and the errors for --help", async () => {
  const chunks = await bundled;
  const loaded = loadedWith(chunks, ["main.js", "command.cjs", "report-fault.cjs"]);
  expect(loaded.length).toBeGreaterThan(3);
  // The summaries of all commands are far smaller than the simulator, so a single unnecessary import is detected.
  const bytes = loaded.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
  expect(bytes).toBeLessThan(32 * 1024);
  const modules = loaded.flatMap(({ moduleIds }) => moduleIds);
  const own = /[\\/]packages[\\/](cli|kernel)[\\/]dist[\\/]/;
  expect(modules.filter((module) => !module.startsWith("\0") && !own.test(module))).toEqual([]);
  // The help text of a command is loaded only for that command.
  const usage = /[\\/]dist[\\/]usage[\\/]/;
  expect(modules.filter((module) => usage.test(module))).toEqual([]);
});

it("finds the version, and the font of the pictures, in the packages", () => {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-bundle-"));
  try {
    const manifest = JSON.parse(readFileSync(join(cli, "package.json"), "utf8"));
    expect(spikeloom(folder, "--version")).toBe(`${manifest.version}\n`);
    const network = join(cli, "test/networks/small.json");
    spikeloom(folder, "run", network, "--out", "small.h5", "--quiet");
    const pictures = readdirSync(folder, { recursive: true, encoding: "utf8" });
    expect(pictures.filter((name) => name.endsWith(".png"))).not.toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const lister = `
const { appendFileSync } = require("node:fs");
const vm = require("node:vm");
vm.Script = class extends vm.Script {
  constructor(source, options) {
    appendFileSync(process.env.SPIKELOOM_LOADED, options.filename + "\\n");
    super(source, options);
  }
};`;

it("loads no HDF5 reader for a run that reads only its network file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-bundle-"));
  try {
    const [hook, list] = [join(folder, "lister.cjs"), join(folder, "loaded")];
    writeFileSync(hook, lister);
    const network = join(cli, "test/networks/small.json");
    const main = join(cli, "dist/command/main.js");
    const args = ["run", network, "--no-plots", "--json", "--out", join(folder, "small.h5")];
    const env = { ...process.env, NODE_OPTIONS: "", SPIKELOOM_LOADED: list };
    execFileSync(process.execPath, ["--require", hook, main, ...args], { env });
    const names = readFileSync(list, "utf8")
      .trim()
      .split("\n")
      .map((file) => basename(file));
    const chunks = await bundled;
    const modules = chunks
      .filter(({ fileName }) => names.includes(fileName))
      .flatMap(({ moduleIds }) => moduleIds);
    expect(modules.filter((id) => id.endsWith("result-file.js"))).toHaveLength(1);
    const readers = /(read-numbers|open-result|resume-result|[\\/]read[\\/]open-file)\.js$/;
    expect(modules.filter((id) => readers.test(id))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const counter = `
require("node:vm").Script = class extends require("node:vm").Script {
  constructor(source, options) {
    super(source, options);
    const state = this.cachedDataRejected === false ? "kept" : "compiled";
    require("node:fs").appendFileSync(process.env.SPIKELOOM_LOADED, state + "\\n");
  }
};`;

it("uses code that the same command has cached, and no other", () => {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-bundle-"));
  try {
    const [hook, list] = [join(folder, "counter.cjs"), join(folder, "loaded")];
    writeFileSync(hook, counter);
    const kept = join(folder, "kept");
    const main = join(cli, "dist/command/main.js");
    const network = join(cli, "test/networks/small.json");
    const statesOf = (...args: readonly string[]): readonly string[] => {
      rmSync(list, { force: true });
      const own = { NODE_OPTIONS: "", NODE_COMPILE_CACHE: kept, SPIKELOOM_LOADED: list };
      const env = { ...process.env, ...own };
      execFileSync(process.execPath, ["--require", hook, main, ...args], { env });
      return [...new Set(readFileSync(list, "utf8").trim().split("\n"))];
    };
    expect(statesOf("check", network, "--json")).toEqual(["compiled"]);
    expect(statesOf("check", network, "--json")).toEqual(["kept"]);
    expect(statesOf("check", "--help")).toEqual(["compiled"]);
    const [file = ""] = readdirSync(kept, { recursive: true, encoding: "utf8" }).filter((name) =>
      basename(name).startsWith("check-"),
    );
    writeFileSync(join(kept, file), "not compiled code");
    expect(statesOf("check", network, "--json")).toEqual(expect.arrayContaining(["compiled"]));
    expect(statesOf("check", network, "--json")).toEqual(["kept"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
