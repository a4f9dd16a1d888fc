import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkPlugins } from "../check-plugins.ts";
import { createModel, filesOf } from "../new-plugin.ts";
import { lines, manifest, planted } from "./planted.ts";

const model = (name: string, cite = '"doi:10.1000/182"'): string =>
  `export const lif = defineNeuron({ name: "${name}", about: "A.", cite: [${cite}] });`;

const sound = {
  "plugins/neurons/src/lif.ts": model("lif"),
  "plugins/neurons/src/index.ts":
    'export { lif } from "./lif.ts";\nexport { neurons } from "./neurons.ts";',
  "plugins/neurons/src/neurons.ts":
    'import { lif } from "./lif.ts";\nexport const neurons = [lif];',
  "plugins/neurons/src/membrane.ts": "export const leak = 1;",
  "plugins/neurons/test/lif.test.ts": 'import { lif } from "../src/lif.ts";',
  "plugins/neurons/test/references/nest.json": '{ "model": "lif" }',
  "docs/models/neurons/lif.md": "# lif\n",
};

const found = (extra: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const files = Object.entries({ ...sound, ...extra }).filter(([, text]) => text !== undefined);
  return planted(Object.fromEntries(files) as Record<string, string>, (root) =>
    lines(checkPlugins(root)),
  );
};

describe("check-plugins", () => {
  it("finds nothing if a model is complete", () => {
    expect(found({})).toEqual([]);
  });

  it.each([
    ["another name", { "plugins/neurons/src/lif.ts": model("leaky") }, 'called "leaky"'],
    ["no source", { "plugins/neurons/src/lif.ts": model("lif", "") }, "`cite` is missing or empty"],
    [
      "a vague source",
      { "plugins/neurons/src/lif.ts": model("lif", '"a book"') },
      "begins with doi",
    ],
    [
      "no page",
      { "docs/models/neurons/lif.md": undefined },
      "docs/models/neurons/lif.md is missing",
    ],
    ["no test", { "plugins/neurons/test/lif.test.ts": "" }, "no test names it"],
    ["no reference", { "plugins/neurons/test/references/nest.json": "{}" }, "no reference"],
    [
      "a longer name in its place",
      { "plugins/neurons/test/references/nest.json": '"lif-delta"' },
      "no reference",
    ],
    [
      "missing from the list",
      { "plugins/neurons/src/neurons.ts": "export const neurons = [];" },
      "lacks lif",
    ],
    ["no export", { "plugins/neurons/src/index.ts": "export {};" }, "does not export it"],
    [
      "two models in a file",
      { "plugins/neurons/src/lif.ts": `${model("lif")}\n${model("lif").replace("lif", "b")}` },
      "defines 2 models",
    ],
  ])("finds %s", (_, extra, message) => {
    expect(found(extra).join("\n")).toContain(message);
  });

  it("accepts a test that iterates over the whole list, and a comparison in Python", () => {
    const all = 'import { neurons } from "../src/index.ts";';
    expect(found({ "plugins/neurons/test/lif.test.ts": all })).toEqual([]);
    const python = { "tools/python/tests/test_nest.py": 'MODELS = ["lif"]' };
    expect(found({ ...python, "plugins/neurons/test/references/nest.json": "{}" })).toEqual([]);
  });
});

describe("new-plugin", () => {
  const fresh = {
    folder: "neurons",
    name: "my-lif",
    cite: "doi:10.1000/1",
    about: "Mine.",
  } as const;
  const files = { ...sound, "plugins/neurons/package.json": manifest("@spikeloom/neurons") };

  it("writes a model that lacks only a reference", () => {
    const left = planted(files, (root) => {
      const paths = createModel(root, fresh);
      expect(paths.every((path) => existsSync(join(root, path)))).toBe(true);
      expect(readFileSync(join(root, "plugins/neurons/src/neurons.ts"), "utf8")).toContain(
        "myLif,",
      );
      return lines(checkPlugins(root));
    });
    expect(left).toHaveLength(1);
    expect(left[0]).toContain("my-lif.ts: no reference");
  });

  it("overwrites nothing", () => {
    const taken = { ...files, ...filesOf(fresh) };
    planted(taken, (root) => expect(() => createModel(root, fresh)).toThrow("exists already"));
  });
});
