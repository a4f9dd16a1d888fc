import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { costIn, type TypeCost } from "../check-types.ts";
import { workspaceRoot } from "../problems.ts";
import { readPackages } from "../workspace.ts";

const packages = readPackages(workspaceRoot).filter(
  ({ manifest }) => manifest.private !== true && manifest.exports !== undefined,
);
const modules = packages.flatMap(({ manifest }) =>
  Object.keys(manifest.exports ?? {})
    .filter((path) => !path.includes("*"))
    .map((path) => manifest.name + path.slice(1)),
);

/** Type-check a script in a project that has installed our packages, without skipLibCheck. */
function checkConsumer(script: string, types: readonly string[] = []): TypeCost | undefined {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-consumer-"));
  const link = (name: string, target: string): void => {
    const path = join(folder, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(workspaceRoot, target), path, "junction");
  };
  try {
    for (const { folder: target, manifest } of packages) link(manifest.name, target);
    link("@types/node", "node_modules/@types/node");
    const compilerOptions = {
      target: "es2024",
      module: "nodenext",
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types,
    };
    const config = JSON.stringify({ compilerOptions, files: ["script.ts"] });
    writeFileSync(join(folder, "tsconfig.json"), config);
    writeFileSync(join(folder, "script.ts"), script);
    const tsc = join(workspaceRoot, "node_modules/.bin/tsc");
    const args = ["-p", folder, "--checkers", "1", "--extendedDiagnostics"];
    const shell = process.platform === "win32";
    const { stdout, status } = spawnSync(tsc, args, { encoding: "utf8", shell });
    expect(status, stdout).toBe(0);
    return costIn(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it("costs a project that imports one name less than half of what the standard library costs", () => {
  // Each declaration file is checked, as skipLibCheck is off: those of TypeScript in both projects.
  const alone = checkConsumer("export const made = 1;\n");
  const ours = checkConsumer(
    'import { network } from "spikeloom";\nexport const made = network;\n',
  );
  if (alone === undefined || ours === undefined) throw new Error("tsc prints no cost");
  expect(ours.types - alone.types).toBeGreaterThan(0);
  expect((ours.types - alone.types) / alone.types).toBeLessThan(0.5);
  expect((ours.instantiations - alone.instantiations) / alone.instantiations).toBeLessThan(0.5);
});

it("has declarations without errors in every entry of every package", () => {
  const script = modules.map((module, row) => `export * as m${row} from "${module}";\n`).join("");
  expect(modules.length).toBeGreaterThan(packages.length);
  const cost = checkConsumer(script, ["node"]);
  // Ours and those of TypeScript and Node, which are some 48,000.
  expect(cost?.types).toBeLessThan(90_000);
});
