// keys: declarations
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { workspaceRoot } from "../problems.ts";
import { exportNames, listOf } from "../update-exports.ts";
import { filesUnder, readPackages } from "../workspace.ts";

// The exports that third parties use change only on purpose: after a change, run `node tools/update-exports.ts`
// and commit the lists with it.
const packages = readPackages(workspaceRoot);

describe("export names", () => {
  it.each(packages)("of $manifest.name are the listed ones", (one) => {
    const file = join(workspaceRoot, listOf(one.folder));
    const listed = existsSync(file) ? readFileSync(file, "utf8") : "";
    expect(exportNames(workspaceRoot, one)).toBe(listed);
  });

  it("are listed for existing packages only", () => {
    const lists = filesUnder(workspaceRoot, "tools/test/exports", ".json");
    const known = packages.map(({ folder }) => `${basename(folder)}.json`);
    expect(lists.map((list) => basename(list)).filter((list) => !known.includes(list))).toEqual([]);
  });
});
