import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { workspaceRoot } from "../problems.ts";

/** Functions of `node:fs` that write to, replace or rename a file by its path. */
const writing = [
  "appendFile",
  "copyFile",
  "cp",
  "createWriteStream",
  "link",
  "open",
  "rename",
  "symlink",
  "truncate",
  "write",
  "writeFile",
];

/** Modules that write files directly, with the reason; all others write by `@spikeloom/files`. */
const own: Readonly<Record<string, string>> = {
  "packages/cli/src/asked-files.ts": "opens a file to read its beginning",
  "packages/cli/src/commands/inspect-thing.ts": "opens a file to read its beginning",
  "packages/cli/src/data/fetch-file.ts":
    "continues a partial download, which it renames once its checksum is correct",
  "packages/cli/src/load/read-bytes.ts": "opens a file to read it",
  "packages/cli/src/new-plugin/write-package.ts": "writes only into an empty folder",
  "packages/cli/src/print/heartbeat.ts": "writes to standard error from another thread",
  "packages/cli/src/script-loader.ts": "keeps compiled code in Node's own cache",
  "packages/interop/src/hdf5/filters/decode-thread.ts": "writes to a file system in memory",
  "packages/link/src/array-folder.ts":
    "passes arrays to another process in a folder that this process owns",
  "packages/sweep/src/sweep-folder.ts":
    "renames a result of its own that is complete, under a lock",
};

it("no module writes a file directly, except those with a reason", () => {
  const files = ["packages", "plugins"].flatMap((group) =>
    globSync(`${group}/*/src/**/*.ts`, { cwd: workspaceRoot }),
  );
  expect(files.length).toBeGreaterThan(1000);
  const found = files
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !file.startsWith("packages/files/"))
    .filter((file) => importsWriter(readFileSync(join(workspaceRoot, file), "utf8")));
  expect(found.toSorted()).toEqual(Object.keys(own).toSorted());
});

it("recognises a module that writes files, in each form of import", () => {
  expect(importsWriter('import { mkdir, writeFile } from "node:fs/promises";')).toBe(true);
  expect(importsWriter('import {\n  readFileSync,\n  renameSync as move,\n} from "node:fs";')).toBe(
    true,
  );
  expect(importsWriter('const { openSync } = await import("node:fs");')).toBe(true);
  expect(importsWriter('import * as fs from "node:fs";')).toBe(true);
  expect(importsWriter('import { readFileSync, statSync } from "node:fs";')).toBe(false);
});

function importsWriter(text: string): boolean {
  const module = /["']node:fs(?:\/promises)?["']/.source;
  const named = new RegExp(
    `(?:import|const)\\s*\\{([^}]*)\\}\\s*(?:from|= await import\\()\\s*${module}`,
    "g",
  );
  const whole = new RegExp(`(?:import\\s+(?:\\*\\s*as\\s+)?\\w+\\s+from|require\\()\\s*${module}`);
  const names = [...text.matchAll(named)].flatMap(([, list = ""]) =>
    list.split(",").map((one) => one.trim().replace(/\s.*$/, "").replace(/Sync$/, "")),
  );
  return whole.test(text) || names.some((name) => writing.includes(name));
}
