import { describe, expect, it } from "vitest";
import { readTestKeys } from "../nx/test-keys.ts";
import { manifest, planted } from "./planted.ts";

const files = {
  "package.json": "{}",
  "pnpm-lock.yaml": "",
  "tsconfig.base.json": "{}",
  "vitest.config.ts": "",
  "README.md": "# Ours",
  "docs/guide.md": "A guide",
  "packages/units/package.json": manifest("@spikeloom/units"),
  "packages/units/src/index.ts": 'export { a } from "./a.ts";',
  "packages/units/src/a.ts": "export const a = 1;",
  "packages/units/test/a.test.ts": 'import { a } from "../src/a.ts";',
  "packages/plots/package.json": manifest("@spikeloom/plots", "@spikeloom/units"),
  "packages/plots/src/index.ts": 'import { a } from "@spikeloom/units";\nexport const b = a;',
  "packages/plots/src/worker.ts": "export {};",
  "packages/plots/test/plot.test.ts": 'import "@spikeloom/plots";',
  "packages/plots/test/worker.test.ts": 'new Worker(new URL("../src/worker.ts", import.meta.url));',
  "packages/plots/test/guide.test.ts": 'read("docs/guide.md");',
  "packages/plots/test/fixture.json": "[1]",
  "packages/cli/package.json": manifest("spikeloom", "@spikeloom/plots"),
  "packages/cli/src/main.ts": 'await import("@spikeloom/plots");',
  "packages/cli/test/run.test.ts": 'import { execFileSync } from "node:child_process";',
  "tools/test/sources.test.ts": 'import { readPackages } from "../workspace.ts";',
};

const tests = Object.keys(files).filter((path) => path.endsWith(".test.ts"));

/** Name the tests that run again once a file has changed. */
function changedBy(path: keyof typeof files): readonly string[] {
  const keysOf = (texts: Readonly<Record<string, string>>): readonly string[] =>
    planted(texts, (root) => tests.map(readTestKeys(root).keyOf));
  const before = keysOf(files);
  const after = keysOf({ ...files, [path]: `${files[path]}\n` });
  return tests
    .filter((_, row) => before[row] !== after[row])
    .map((test) => test.split("/")[3] ?? "sources");
}

describe("keys of test files", () => {
  it.each([
    ["packages/units/src/a.ts", ["a.test.ts", "plot.test.ts", "run.test.ts", "sources"]],
    ["packages/plots/src/index.ts", ["plot.test.ts", "run.test.ts", "sources"]],
    ["packages/plots/src/worker.ts", ["worker.test.ts", "sources"]],
    ["packages/plots/test/plot.test.ts", ["plot.test.ts", "sources"]],
    ["docs/guide.md", ["guide.test.ts", "sources"]],
  ] as const)("%s changes those that reach it", (path, expected) => {
    expect(changedBy(path)).toEqual(expected);
  });

  it.each(["packages/plots/test/fixture.json", "pnpm-lock.yaml", "vitest.config.ts"] as const)(
    "%s changes all",
    (path) => {
      expect(changedBy(path)).toHaveLength(tests.length);
    },
  );
});
