import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Problem } from "../problems.ts";

/** Write files into a separate folder, use it as a workspace root, and remove it again. */
export function planted<T>(files: Readonly<Record<string, string>>, look: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), "spikeloom-planted-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return look(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Write the manifest of a package. */
export function manifest(name: string, ...dependencies: readonly string[]): string {
  const entries = dependencies.map((one) => [one, "workspace:^"]);
  const exports = { ".": { "@spikeloom/source": "./src/index.ts", default: "./dist/index.js" } };
  return JSON.stringify({ name, exports, dependencies: Object.fromEntries(entries) });
}

/** Show problems as lines, so that a failing test prints them. */
export function lines(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ place, message }) => `${place}: ${message}`);
}
