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
  "packages/units/src/index.ts": 'export { a } from "./a.ts";\nexport { other } from "./other.ts";',
  "packages/units/src/a.ts": "export const a: number = 1;",
  "packages/units/src/other.ts": "export const other = 2;",
  "packages/units/dist/index.d.ts": "export type Some = 1;",
  "packages/units/test/a.test.ts": 'import { a } from "../src/a.ts";',
  "packages/plots/package.json": manifest("@spikeloom/plots", "@spikeloom/units"),
  "packages/plots/src/index.ts": 'import { a } from "@spikeloom/units";\nexport const b = a;',
  "packages/plots/src/worker.ts": "export {};",
  "packages/plots/test/plot.test.ts": 'import "@spikeloom/plots";',
  "packages/plots/test/worker.test.ts": 'new Worker(new URL("../src/worker.ts", import.meta.url));',
  "packages/plots/test/guide.test.ts": 'read("docs/guide.md");',
  "packages/plots/test/fixture.json": "[1]",
  "packages/cli/package.json": manifest("spikeloom", "@spikeloom/plots"),
  "packages/cli/src/main.ts": 'import "./command.ts";',
  "packages/cli/src/command.ts": 'await import("./usage/run.ts"); await import("./usage/show.ts");',
  "packages/cli/src/usage/run.ts": 'await import("../write-pictures.ts");',
  "packages/cli/src/write-pictures.ts": 'import { b } from "@spikeloom/plots";',
  "packages/cli/src/usage/show.ts": 'import { other } from "@spikeloom/units";',
  "packages/cli/test/run.test.ts":
    'import { execFileSync } from "node:child_process";\nexecFileSync("main.js", ["run"]);',
  "packages/cli/test/plain.test.ts":
    'import { execFileSync } from "node:child_process";\nexecFileSync("main.js", ["run", "--no-plots"]);',
  "packages/cli/test/draws.test.ts":
    'import { execFileSync } from "node:child_process";\nexecFileSync("main.js", ["run", "--plots"], "--no-plots");',
  "packages/cli/test/writes.test.ts":
    'write(`\n  import { other } from "@spikeloom/units";\n  console.log(other);\n`);',
  "packages/cli/test/show.test.ts":
    'import { execFileSync } from "node:child_process";\nexecFileSync("main.js", ["show"]);',
  "packages/cli/test/git.test.ts":
    'import { execFileSync } from "node:child_process";\nexecFileSync("git", ["log"]);',
  "tools/test/built.test.ts":
    '// keys: built packages\nimport { readPackages } from "../workspace.ts";',
  "tools/test/packed.test.ts":
    '// keys: built packages, drawing by its imports\nimport { readPackages } from "../workspace.ts";',
  "tools/test/types.test.ts":
    '// keys: declarations\nimport { readPackages } from "../workspace.ts";',
  "tools/test/sources.test.ts": 'import { readPackages } from "../workspace.ts";',
};

const tests = Object.keys(files).filter((path) => path.endsWith(".test.ts"));

/** Name the tests that run again after a line was added to a file. */
function changedBy(path: keyof typeof files, line = ""): readonly string[] {
  const keysOf = (texts: Readonly<Record<string, string>>): readonly string[] =>
    planted(texts, (root) => tests.map(readTestKeys(root).keyOf));
  const before = keysOf(files);
  const after = keysOf({ ...files, [path]: `${files[path]}\n${line}` });
  return tests
    .filter((_, row) => before[row] !== after[row])
    .map((test) => test.split("/")[3] ?? test.replace(/.*\/|\.test\.ts$/g, ""));
}

describe("keys of test files", () => {
  const value = "export const more = 1;";
  const draw = ["run.test.ts", "draws.test.ts"] as const;
  const all = ["built", "packed", "sources"] as const;
  it.each([
    ["packages/units/src/a.ts", ["a.test.ts", "plot.test.ts", ...draw, ...all]],
    // By name, through the index that re-exports it; the other commands do not import it.
    ["packages/units/src/other.ts", ["writes.test.ts", "show.test.ts", ...all]],
    [
      "packages/units/src/index.ts",
      ["plot.test.ts", ...draw, "writes.test.ts", "show.test.ts", ...all],
    ],
    ["packages/plots/src/index.ts", ["plot.test.ts", ...draw, "built", "sources"]],
    ["packages/plots/src/worker.ts", ["worker.test.ts", "built", "sources"]],
    ["packages/cli/src/usage/run.ts", ["run.test.ts", "plain.test.ts", "draws.test.ts", ...all]],
    ["packages/cli/src/usage/show.ts", ["show.test.ts", ...all]],
    ["packages/plots/test/plot.test.ts", ["plot.test.ts", "sources"]],
  ] as const)("code in %s affects the tests that reach it", (path, expected) => {
    expect(changedBy(path, value)).toEqual(expected);
  });

  it.each(["// A comment.", 'export type { Other } from "./type.ts";'])(
    "%s affects the tests that scan the sources",
    (line) => {
      expect(changedBy("packages/units/src/a.ts", line)).toEqual(["sources"]);
    },
  );

  it("an import in code that draws affects the tests that take it by its imports", () => {
    const line = 'import { other } from "@spikeloom/units";\nother();';
    const expected = ["plot.test.ts", ...draw, ...all];
    expect(changedBy("packages/plots/src/index.ts", line)).toEqual(expected);
  });

  it("what a build declares affects the tests that take the declarations", () => {
    const changed = changedBy("packages/units/dist/index.d.ts", "export type More = 1;");
    expect(changed).toEqual(["built", "packed", "types"]);
  });

  it("a text affects the tests that read it", () => {
    expect(changedBy("docs/guide.md")).toEqual(["guide.test.ts", "sources"]);
  });

  it.each(["packages/plots/test/fixture.json", "pnpm-lock.yaml", "vitest.config.ts"] as const)(
    "%s changes all",
    (path) => {
      expect(changedBy(path, value)).toHaveLength(tests.length);
    },
  );
});
