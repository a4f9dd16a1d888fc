import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { workspaceRoot } from "../problems.ts";
import { readPackages } from "../workspace.ts";

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "spikeloom-clone-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("scripts anywhere in a clone can import every public package by name", () => {
  const names = readPackages(workspaceRoot)
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ manifest }) => manifest.name);
  const missing = names.filter(
    (name) => !existsSync(join(workspaceRoot, "node_modules", name, "package.json")),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});

it("the command of a clone uses the user's working directory", async () => {
  const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, "package.json"), "utf8"));
  const [, command = ""] = / -- node (.*)$/.exec(scripts.spikeloom) ?? [];
  // As with pnpm: it starts in the clone, and passes on the working directory.
  const env = { ...process.env, INIT_CWD: folder };
  const args = [...command.split(" "), "new", "plugin", "encoder", "beat"];
  await promisify(execFile)(process.execPath, args, { cwd: workspaceRoot, env });
  expect(readdirSync(folder)).toEqual(["spikeloom-encoders-beat"]);
});

it("the demo of a clone needs two third-party packages, and Node", () => {
  const packages = readPackages(workspaceRoot);
  const { scripts, ...root } = readJson("package.json");
  const [, name = ""] = /^node tools\/install\.mjs (\S+) -- node /.exec(scripts.demo) ?? [];
  const needed = new Set([name]);
  for (const one of needed) {
    const manifest = packages.find((other) => other.manifest.name === one)?.manifest;
    for (const other of Object.keys(manifest?.dependencies ?? {})) needed.add(other);
  }
  const ours = new Set(packages.map(({ manifest }) => manifest.name));
  // In addition to the binary of that package.
  expect([...needed].filter((one) => !ours.has(one))).toEqual(["@resvg/resvg-js"]);
  // pnpm installs these with any part of the workspace.
  expect(Object.keys(root)).not.toContain("dependencies");
  expect(Object.keys(root)).not.toContain("optionalDependencies");
});

describe("a script that needs a part of the workspace", () => {
  const clone = join(folder, "clone");
  const bin = join(folder, "bin");
  const called = join(folder, "called.txt");
  const tarball = join(folder, "node.tgz");
  /** Programs that record how they were called; `npm pack` creates the tarball. */
  const programs = {
    pnpm: `#!/bin/sh\necho "pnpm $*" >> "${called}"\n`,
    npm: `#!/bin/sh\necho "npm $1 $2" >> "${called}"\ncp "${tarball}" .\n`,
  };

  beforeAll(async () => {
    for (const one of [bin, join(clone, "tools"), join(folder, "package/bin")]) {
      mkdirSync(one, { recursive: true });
    }
    copyFileSync(join(workspaceRoot, "tools/install.mjs"), join(clone, "tools/install.mjs"));
    writeFileSync(join(clone, "pnpm-lock.yaml"), "");
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(bin, name), text, { mode: 0o755 });
    }
    const node = `#!/bin/sh\necho "small Node runs $*"\n`;
    writeFileSync(join(folder, "package/bin/node"), node, { mode: 0o755 });
    writeFileSync(join(folder, "package/header.h"), "");
    await promisify(execFile)("tar", ["-czf", tarball, "package"], { cwd: folder });
  });

  /** Run the installer in a new clone as a given version of Node, for a package with the given hash. */
  function install(version: string, integrity: string): Promise<string> {
    rmSync(join(clone, "node_modules"), { recursive: true, force: true });
    return installAgain(version, integrity);
  }

  async function installAgain(version: string, integrity: string): Promise<string> {
    rmSync(called, { force: true });
    const pinned = { name: "node-of-test", version: "24.22.3", integrity, bin: "bin/node" };
    const key = `${process.platform}-${process.arch}`;
    writeFileSync(join(clone, "tools/script-node.json"), JSON.stringify({ [key]: pinned }));
    const older = `Object.defineProperty(process, "version", { value: "${version}" })`;
    const preload = ["--import", `data:text/javascript,${encodeURIComponent(older)}`];
    const args = [
      ...preload,
      join(clone, "tools/install.mjs"),
      "a-package",
      "--",
      "node",
      "--version",
    ];
    const path = [bin, process.env["PATH"]].join(delimiter);
    const env = { ...process.env, PATH: path, npm_execpath: join(bin, "pnpm") };
    return (await promisify(execFile)(process.execPath, args, { env })).stdout;
  }

  const hash = (): string =>
    `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
  const installs = "pnpm install --prod --filter a-package... --config.minimumReleaseAge=0";

  it("runs with the existing Node if that is new enough", async () => {
    expect(await install("v24.2.0", hash())).toMatch(/^v\d+\./);
    expect(readFileSync(called, "utf8").trim()).toBe(installs);
  });

  it("fetches only the binary of a Node package if the existing Node is too old", async () => {
    expect(await install("v20.11.0", hash())).toBe("small Node runs --version\n");
    expect(readFileSync(called, "utf8").trim().split("\n").sort()).toEqual([
      "npm pack node-of-test@24.22.3",
      installs,
    ]);
    expect(readdirSync(join(clone, "node_modules/.cache/script-node/node"))).toEqual(["bin"]);
  });

  it("renews a workspace that was installed whole by hand, rather than remove its tools", async () => {
    await install("v24.2.0", hash());
    mkdirSync(join(clone, "node_modules/.bin"), { recursive: true });
    for (const tool of ["tsc", "tsc.cmd"]) {
      writeFileSync(join(clone, "node_modules/.bin", tool), "");
    }
    rmSync(join(clone, "node_modules/.cache"), { recursive: true });
    expect(await installAgain("v24.2.0", hash())).toMatch(/^v\d+\./);
    expect(readFileSync(called, "utf8").trim()).toBe("pnpm install");
  });

  it("refuses a Node whose package has another hash", async () => {
    await expect(install("v20.11.0", "sha512-none")).rejects.toThrow(
      "node-of-test 24.22.3 is not the package whose hash tools/script-node.json has",
    );
  });

  it("has a Node for each platform that is new enough", () => {
    const pinned = readJson("tools/script-node.json");
    expect(Object.keys(pinned)).toEqual(
      expect.arrayContaining([
        "darwin-arm64",
        "darwin-x64",
        "linux-arm64",
        "linux-x64",
        "win32-x64",
      ]),
    );
    for (const { version } of Object.values(pinned as Record<string, { version: string }>)) {
      expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(24);
    }
  });
});

function readJson(path: string) {
  return JSON.parse(readFileSync(join(workspaceRoot, path), "utf8"));
}
