import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { costIn, type TypeCost } from "../check-types.ts";
import { workspaceRoot } from "../problems.ts";

/** A project that is type-checked. */
export interface Consumer {
  readonly script: string;
  /** Installed packages: name and folder. */
  readonly packages: Iterable<readonly [name: string, folder: string]>;
  /** Packages of types that are in scope without an import. */
  readonly types?: readonly string[];
}

/** Type-check a script in a project that has installed some packages, without skipLibCheck. */
export function checkConsumer({ script, packages, types = [] }: Consumer): TypeCost {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-consumer-"));
  const link = (name: string, target: string): void => {
    const path = join(folder, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path, "junction");
  };
  try {
    for (const [name, target] of packages) link(name, target);
    link("@types/node", join(workspaceRoot, "node_modules/@types/node"));
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
    const cost = costIn(stdout);
    if (cost === undefined) throw new Error("tsc prints no cost");
    return cost;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Cost of a script that imports nothing: that of the standard library. */
export const costAlone = (): TypeCost =>
  checkConsumer({ script: "export const made = 1;\n", packages: [] });
