import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newKinds } from "../../packages/cli/src/new-plugin/new-kinds.ts";
import { templates } from "../../packages/cli/src/new-plugin/templates.ts";
import { workspaceRoot } from "../problems.ts";
import { readPackages } from "../workspace.ts";
import { long } from "./draws.ts";

// What a stranger does: our packages come from tarballs, theirs from `spikeloom new plugin`; build first.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

// Each other kind takes some ten seconds more.
const kinds = long ? newKinds : (["neuron", "connector", "encoder"] as const);
const folder = mkdtempSync(join(tmpdir(), "spikeloom-new-"));
const lab = join(folder, "lab");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Run a program as outside of the workspace: without the condition that leads to sources. */
async function call(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  // The Node of these tests comes first, for npm and what it starts as well.
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
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
    typescript: "node_modules/typescript",
    "@types/node": "node_modules/@types/node",
  }).map(([name, path]) => [name, `file:${realpathSync(join(workspaceRoot, path))}`]);
  return Object.fromEntries([...ours, ...theirs]);
}

const packageOf = (kind: string): string => {
  const name = readdirSync(lab).find((one) => one.endsWith(`-of-${kind}`));
  return name ?? `no package of ${kind}`;
};

beforeAll(async () => {
  const tarballs = join(folder, "tarballs");
  const names = readPackages(workspaceRoot)
    .filter(({ manifest }) => manifest.private !== true)
    .flatMap(({ manifest }) => ["--filter", manifest.name]);
  await call(
    workspaceRoot,
    "npx",
    "-y",
    "pnpm@12",
    ...names,
    "pack",
    "--pack-destination",
    tarballs,
  );
  mkdirSync(lab);
  const manifest = { private: true, type: "module", workspaces: ["spikeloom-*"] };
  const text = JSON.stringify({ ...manifest, overrides: overrides(tarballs) });
  writeFileSync(join(lab, "package.json"), text);
  const command = join(workspaceRoot, "packages/cli/dist/command/main.js");
  for (const kind of kinds) {
    await call(lab, process.execPath, command, "new", "plugin", kind, `example-of-${kind}`);
  }
  await call(lab, "npm", "install", "--offline", "--no-audit", "--no-fund");
});

describe.each(kinds)("a new package with a plugin of kind %s", (kind) => {
  it("builds, and keeps all claims, as it was written", async () => {
    const printed = await call(join(lab, packageOf(kind)), "npm", "test");
    expect(printed).toMatch(/^ℹ fail 0$/m);
    expect(Number(/^ℹ pass (\d+)$/m.exec(printed)?.[1])).toBeGreaterThanOrEqual(3);
  });
});

const named = (command: "run" | "convert") =>
  kinds.filter((kind) => templates[kind].command === command);
const spikeloom = (...args: readonly string[]) =>
  call(lab, join(lab, "node_modules/.bin/spikeloom"), ...args);

it.each(named("run"))(
  "a network that names a plugin of kind %s runs by the command, on two workers as on one",
  async (kind) => {
    const flags = kind === "backend" ? ["--backend", `example-of-${kind}`] : [];
    const run = async (workers: string) => {
      const network = join(lab, packageOf(kind), "network.json");
      const args = ["--plugin", packageOf(kind), "--workers", workers, "--no-plots", "--json"];
      return JSON.parse(await spikeloom("run", network, ...args, ...flags));
    };
    const [one, two] = [await run("1"), await run("2")];
    expect(one.spikeHash).toMatch(/^[0-9a-f]{16}$/);
    expect(two.spikeHash).toBe(one.spikeHash);
    expect(two.summary.notes).toContainEqual(expect.stringContaining("on 2 workers"));
  },
);

it.each(named("convert"))("a network is converted by a plugin of kind %s", async (kind) => {
  const network = join(lab, packageOf(kind), "network.json");
  const to = ["--to", `example-of-${kind}`, "--out", "converted"];
  await spikeloom("convert", network, "--plugin", packageOf(kind), ...to);
});

it("runs in a script that lies anywhere beside what is installed", async () => {
  const [kind] = kinds;
  mkdirSync(join(lab, "deep/er"), { recursive: true });
  const script = `
    import { createStack, defaultStack, network, population, record, run } from "spikeloom";
    import plugin from "${packageOf(kind)}";
    const stack = createStack({ plugins: [defaultStack, plugin] });
    const E = population("example-of-${kind}", 3, { parameters: { v_rest: "30 mV" } });
    const net = network({ populations: { E }, record: [record(E)] });
    const { spikeCounts } = await run(net, { stack, for: "100 ms" });
    console.log(Number(spikeCounts["E"]) > 0);
  `;
  writeFileSync(join(lab, "deep/er/script.ts"), script);
  expect(await call(folder, process.execPath, join(lab, "deep/er/script.ts"))).toBe("true\n");
});
