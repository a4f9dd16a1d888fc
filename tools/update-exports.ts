// Writes the list of export names of every package; tools/test/exports.test.ts compares with them.
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { entriesOf } from "./exports.ts";
import { workspaceRoot } from "./problems.ts";
import { readPackages, type WorkspacePackage } from "./workspace.ts";

/** Name the list of a package, relative to the root. */
export function listOf(folder: string): string {
  return `tools/test/exports/${basename(folder)}.json`;
}

/** Write a package's names as JSON, by entry; types are marked. */
export function exportNames(root: string, one: WorkspacePackage): string {
  const names = entriesOf(root, one).map(({ subpath, exports }) => [
    subpath,
    exports.map(({ name, kind }) => (kind === "type" ? `type ${name}` : name)),
  ]);
  return `${JSON.stringify(Object.fromEntries(names), null, 2)}\n`;
}

if (import.meta.main) {
  readToolArguments("tools/update-exports.ts");
  for (const one of readPackages(workspaceRoot)) {
    const file = join(workspaceRoot, listOf(one.folder));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, exportNames(workspaceRoot, one));
  }
}
