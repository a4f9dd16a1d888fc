import { describe, expect, it } from "vitest";
import { messageFault } from "../check-commits.ts";
import { checkMaths } from "../check-maths.ts";
import { checkNames } from "../check-names.ts";
import { checkReadmes } from "../check-readmes.ts";
import { checkSizes } from "../check-sizes.ts";
import { lines, manifest, planted } from "./planted.ts";

const at = (path: string, text: string): Readonly<Record<string, string>> => ({ [path]: text });

describe("check-names", () => {
  const found = (path: string, text: string): readonly string[] =>
    planted(at(path, text), (root) => lines(checkNames(root)));

  it("finds nothing in plain code, strings and keys of equations", () => {
    const text = 'export const model = { tau_m: "cell", v_threshold: 1, theta: 2 };\nx.device;';
    expect(found("packages/units/src/model-record.ts", text)).toEqual([]);
  });

  it.each([
    "packages/units/src/utils.ts",
    "packages/units/src/string-helpers.ts",
    "packages/units/src/shared/a.ts",
    "packages/units/src/core.ts",
    "plugins/neurons/src/base/a.ts",
    "packages/units/src/parseUnit.ts",
    "packages/units/src/parse_unit.ts",
    "tools/misc.ts",
    "examples/grid-world/helpers.ts",
  ])("refuses the file name %s", (path) => {
    expect(found(path, "export {};")).toHaveLength(1);
  });

  it.each([
    ["a banned word in a function", "function makeCell() {}"],
    ["a banned word in a type", "interface SpikeHandler {}"],
    ["a banned word in a parameter", "function run(engine: string) {}"],
    ["a banned word in capitals", "const VTH_MV = 1;"],
    ["snake case", "const read_network = 1;"],
    ["a default export", "export default 1;"],
    ["a star export", 'export * from "./b.ts";'],
    ["inheritance", "class Lif extends Neuron {}"],
  ])("finds %s", (_, text) => {
    expect(found("packages/units/src/a.ts", text)).toHaveLength(1);
  });

  it("accepts a word with a reason, words of other simulators, errors and config files", () => {
    const reason = "// names: cell of a table, as in every terminal library\nconst cell = 1;";
    expect(found("packages/plots/src/table.ts", reason)).toEqual([]);
    expect(found("packages/plots/src/table.ts", "// names: cell\nconst cell = 1;")).toHaveLength(1);
    expect(found("packages/interop/src/neuroml/map.ts", "const cell = 1;")).toEqual([]);
    expect(found("packages/units/src/a.ts", "class Fault extends Error {}")).toEqual([]);
    expect(found("packages/docs/docs.config.ts", "export default {};").join()).not.toContain(
      "default",
    );
  });
});

describe("check-sizes", () => {
  const found = (path: string, text: string): readonly string[] =>
    planted(at(path, text), (root) => lines(checkSizes(root)));
  const long = (count: number): string => "const a = 1;\n".repeat(count);

  it("accepts sizes at the limit and finds those above it", () => {
    for (const [path, limit] of [
      ["packages/units/src/a.ts", 500],
      ["packages/units/src/index.ts", 80],
      ["tools/check-a.ts", 150],
      ["packages/units/README.md", 200],
    ] as const) {
      expect(found(path, long(limit))).toEqual([]);
      expect(found(path, long(limit + 1))).toHaveLength(1);
    }
  });

  it("does not count the generated table of a README", () => {
    const table = `<!-- api:start -->\n${long(100)}\n<!-- api:end -->\n`;
    expect(found("packages/units/README.md", long(199) + table)).toEqual([]);
    expect(found("packages/units/README.md", long(201) + table)).toHaveLength(1);
  });

  it("finds long functions in source but not in tests", () => {
    const text = `function f() {\n${long(79)}}`;
    expect(found("packages/units/src/a.ts", text)).toEqual([
      "packages/units/src/a.ts:1: lines in the function: 81, at most 80.",
    ]);
    expect(found("packages/units/test/a.test.ts", text)).toEqual([]);
  });

  it("finds more than four parameters", () => {
    expect(found("packages/units/src/a.ts", "const f = (a, b, c, d) => 1;")).toEqual([]);
    expect(found("packages/units/src/a.ts", "const f = (a, b, c, d, e) => 1;")).toHaveLength(1);
  });
});

describe("check-readmes", () => {
  const sound = `# @spikeloom/units\n\nQuantities with units.\n\n${[
    ...["What", "When (and when not)", "Install", "Use\n\n```ts\n# no heading\n```", "API"],
    ...["Checked against", "Compatibility", "Licence"],
  ]
    .map((heading) => `## ${heading}\n`)
    .join("\n")}\n<!-- api:start -->\n<!-- api:end -->\n`;
  const found = (text: string): readonly string[] =>
    planted(
      {
        "packages/units/package.json": manifest("@spikeloom/units"),
        "packages/units/README.md": text,
      },
      (root) => lines(checkReadmes(root)),
    );

  it("accepts the prescribed form", () => {
    expect(found(sound)).toEqual([]);
  });

  it.each([
    ["another title", sound.replace("# @spikeloom/units", "# Units")],
    ["no sentence", sound.replace("Quantities with units.\n", "")],
    ["a missing heading", sound.replace("## Compatibility\n", "")],
    [
      "headings in another order",
      sound.replace("## What", "## X").replace("## Install", "## What"),
    ],
    ["no markers", sound.replace("<!-- api:end -->", "")],
    ["no example", sound.replaceAll("```", "")],
  ])("finds %s", (_, text) => {
    expect(found(text).length).toBeGreaterThan(0);
  });

  it("finds a package without a README", () => {
    const files = at("packages/units/package.json", manifest("@spikeloom/units"));
    expect(planted(files, checkReadmes)).toHaveLength(1);
  });
});

describe("check-maths", () => {
  const found = (path: string, text: string): readonly string[] =>
    planted(at(path, text), (root) => lines(checkMaths(root)));

  it.each(["Math.exp(1)", "Math.pow(x, 2)", "x ** 2", "x **= 2", "Date.now()", "Math.random()"])(
    "finds %s in code that affects results",
    (text) => {
      expect(found("packages/code/src/a.ts", text)).toHaveLength(1);
      expect(found("plugins/neurons/src/a.ts", text)).toHaveLength(1);
    },
  );

  it("accepts exact functions, powers of two, exemptions, tests and pictures", () => {
    expect(found("packages/code/src/a.ts", "Math.sqrt(Math.abs(x)) * 2 ** -n")).toEqual([]);
    expect(found("packages/code/src/a.ts", "// maths: only for progress\nDate.now()")).toEqual([]);
    expect(found("packages/code/test/a.test.ts", "Math.exp(1)")).toEqual([]);
    expect(found("packages/plots/src/a.ts", "Math.log10(1)")).toEqual([]);
  });
});

describe("check-commits", () => {
  const scopes = new Set(["units", "neurons"]);
  const fault = (subject: string): string | undefined => messageFault(subject, scopes);

  it.each([
    "feat(units): parse quantities",
    "fix(units, neurons): agree on mV",
    "chore!: drop Node 20",
  ])("takes %s", (subject) => expect(fault(subject)).toBeUndefined());

  it.each([
    "parse quantities",
    "feature(units): parse quantities",
    "feat(unit): parse quantities",
    "feat(units): Parse quantities",
    "feat(units): added quantities",
    "feat(units): parse quantities.",
    "feat(units): parse quantities with units of every kind there is on earth",
  ])("refuses %s", (subject) => expect(fault(subject)).toBeTypeOf("string"));
});
