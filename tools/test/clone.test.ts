import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it, vi } from "vitest";
import { workspaceRoot } from "../problems.ts";
import { readPackages } from "../workspace.ts";

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "spikeloom-clone-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("scripts anywhere in a clone find every public package by its name", () => {
  const names = readPackages(workspaceRoot)
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ manifest }) => manifest.name);
  const missing = names.filter(
    (name) => !existsSync(join(workspaceRoot, "node_modules", name, "package.json")),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});

it("the command of a clone works in the folder where the user is", async () => {
  const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, "package.json"), "utf8"));
  const [, command = ""] = / -- node (.*)$/.exec(scripts.spikeloom) ?? [];
  // As pnpm does: it begins in the clone, and tells where it was called.
  const env = { ...process.env, INIT_CWD: folder };
  const args = [...command.split(" "), "new", "plugin", "encoder", "beat"];
  await promisify(execFile)(process.execPath, args, { cwd: workspaceRoot, env });
  expect(readdirSync(folder)).toEqual(["spikeloom-encoders-beat"]);
});

it("the demo of a clone needs three packages of others to run", () => {
  const packages = readPackages(workspaceRoot);
  const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, "package.json"), "utf8"));
  const [, name = ""] = /^node tools\/install\.mjs (\S+) -- node /.exec(scripts.demo) ?? [];
  const needed = new Set([name]);
  for (const one of needed) {
    const manifest = packages.find((other) => other.manifest.name === one)?.manifest;
    for (const other of Object.keys(manifest?.dependencies ?? {})) needed.add(other);
  }
  const ours = new Set(packages.map(({ manifest }) => manifest.name));
  // Beside them the binary of that package, and Node.
  expect([...needed].filter((one) => !ours.has(one))).toEqual(["@resvg/resvg-js"]);
});
