import { describe, expect, it } from "vitest";
import { checkBoundaries } from "../check-boundaries.ts";
import { checkReferences } from "../check-references.ts";
import { lines, manifest, planted } from "./planted.ts";

const sound = {
  "package.json": JSON.stringify({ devDependencies: { vitest: "5" } }),
  "packages/kernel/package.json": manifest("@spikeloom/kernel"),
  "packages/kernel/src/index.ts": 'export { a } from "./a.ts";',
  "packages/kernel/src/a.ts": 'import { join } from "node:path";\nexport const a = join("x");',
  "packages/kernel/test/a.test.ts": 'import { it } from "vitest";\nimport "../src/a.ts";',
  "packages/units/package.json": manifest("@spikeloom/units", "@spikeloom/kernel"),
  "packages/units/src/index.ts": 'export { a } from "@spikeloom/kernel";',
  "packages/cli/package.json": manifest("spikeloom", "@spikeloom/units"),
  "plugins/neurons/package.json": manifest("@spikeloom/neurons", "@spikeloom/kernel"),
  "plugins/backend-clock/package.json": manifest("@spikeloom/backend-clock", "@spikeloom/units"),
};

const found = (extra: Readonly<Record<string, string>>): readonly string[] =>
  planted({ ...sound, ...extra }, (root) => lines(checkBoundaries(root)));

describe("check-boundaries", () => {
  it("finds nothing in a valid workspace", () => {
    expect(found({})).toEqual([]);
  });

  it.each([
    ["an upward dependency", "packages/network", "@spikeloom/network", "@spikeloom/backend-clock"],
    ["a dependency within a layer", "packages/random", "@spikeloom/random", "@spikeloom/units"],
    ["a dependency of the kernel", "packages/kernel", "@spikeloom/kernel", "left-pad"],
    [
      "a plugin on a plugin",
      "plugins/backend-clock",
      "@spikeloom/backend-clock",
      "@spikeloom/neurons",
    ],
    [
      "a model plugin on more than the kernel",
      "plugins/neurons",
      "@spikeloom/neurons",
      "@spikeloom/units",
    ],
    ["a dependency on layer 7", "packages/reproductions", "@spikeloom/reproductions", "spikeloom"],
    ["a folder without a layer", "packages/stray", "@spikeloom/stray", "@spikeloom/kernel"],
  ])("finds %s", (_, folder, name, dependency) => {
    const problems = found({ [`${folder}/package.json`]: manifest(name, dependency) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${folder}/package.json`);
  });

  it("finds a development dependency on layer 7", () => {
    const text = JSON.stringify({ name: "@spikeloom/units", devDependencies: { spikeloom: "*" } });
    expect(found({ "packages/units/package.json": text }).join()).toContain("layer 7");
  });

  it.each([
    [
      "an import from outside the package",
      'import "../../kernel/src/a.ts";',
      "leaves packages/units/src",
    ],
    ["source that imports tests", 'import "../test/a.ts";', "leaves packages/units/src"],
    ["an undeclared package", 'import "left-pad";', '"left-pad" is not in the manifest'],
    ["an undeclared sub-path", 'import "@spikeloom/network/x";', '"@spikeloom/network" is not'],
    ["a tool of the root in source", 'import "vitest";', '"vitest" is not in the manifest'],
    ["a re-export", 'export { x } from "left-pad";', '"left-pad" is not'],
    ["an import at run time", 'await import("left-pad");', '"left-pad" is not'],
    ["a type import", 'export type A = import("left-pad").A;', '"left-pad" is not'],
    ["a built-in without its scheme", 'import "fs";', 'write "node:fs"'],
  ])("finds %s", (_, text, message) => {
    const problems = found({ "packages/units/src/b.ts": text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("packages/units/src/b.ts:1");
    expect(problems[0]).toContain(message);
  });
});

describe("imports of tests", () => {
  const ofTest = (text: string) => found({ "packages/units/test/b.test.ts": text });

  it("may import what all tests share", () => {
    expect(ofTest('import "../../../tools/test/draws.ts";')).toEqual([]);
  });

  it("may import nothing else outside the package", () => {
    expect(ofTest('import "../../../tools/steps.ts";').join()).toContain("leaves packages/units");
  });
});

describe("check-references", () => {
  const references = (...paths: readonly string[]): string =>
    JSON.stringify({ references: paths.map((path) => ({ path })) });
  const configs = (units: string, root: string): readonly string[] =>
    planted(
      {
        "packages/kernel/package.json": manifest("@spikeloom/kernel"),
        "packages/kernel/tsconfig.json": "{}",
        "packages/units/package.json": manifest("@spikeloom/units", "@spikeloom/kernel"),
        "packages/units/tsconfig.json": units,
        "tsconfig.json": root,
      },
      (folder) => lines(checkReferences(folder)),
    );
  const all = references("packages/kernel", "packages/units", "tsconfig.tests.json");

  it("finds nothing if references and manifests agree", () => {
    expect(configs(references("../kernel"), all)).toEqual([]);
  });

  it("finds missing and surplus references, in packages and at the root", () => {
    expect(configs("{}", all)).toEqual([
      'packages/units/tsconfig.json: "references" lacks packages/kernel.',
    ]);
    expect(configs(references("../kernel", "../network"), all)[0]).toContain("packages/network");
    expect(configs(references("../kernel"), references("packages/kernel"))).toHaveLength(1);
  });
});
