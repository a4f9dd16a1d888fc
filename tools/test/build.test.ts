import { mkdtempSync, rmSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { buildDocs, fill, tableOf } from "../build-docs.ts";
import { generate } from "../build-schemas.ts";
import { exportsOf } from "../exports.ts";
import { countOf, runStep } from "../steps.ts";
import { lines, manifest, planted } from "./planted.ts";

const index = `import { lif } from "./lif.ts";
export { lif };
export { type Unit, parse as read } from "./unit.ts";
export { spike } from "@spikeloom/kernel";
/** Count things. */
export function count(): number {}
`;

const files = {
  "packages/kernel/package.json": manifest("@spikeloom/kernel"),
  "packages/kernel/src/index.ts": "/** Tell of a spike. */\nexport const spike = (): void => {};",
  "packages/units/package.json": manifest("@spikeloom/units", "@spikeloom/kernel"),
  "packages/units/README.md": "# units\n<!-- api:start -->\n<!-- api:end -->\n",
  "packages/units/src/index.ts": index,
  "packages/units/src/lif.ts": "/**\n * Leaky neuron.\n *\n * More.\n */\nexport const lif = {};",
  "packages/units/src/unit.ts":
    "/** A unit: `a | b`. */\nexport interface Unit {}\nexport const parse = (): void => {};",
};

describe("exports", () => {
  it("follows lists, renamed exports, imports and other packages to the declaration", () => {
    const found = planted(files, (root) => exportsOf(root, "packages/units/src/index.ts"));
    expect(found.map(({ name, kind, about }) => `${name} ${kind} ${about}`)).toEqual([
      "Unit type A unit: `a | b`.",
      "count function Count things.",
      "lif constant Leaky neuron.",
      "read function ",
      "spike function Tell of a spike.",
    ]);
  });
});

describe("signatures", () => {
  const source = `
    export interface Base { readonly x: number }
    export interface Options extends Base { readonly bin?: number; run(): void }
    export type Text = string | readonly string[];
    export const limit: number = 3;
    export const many = 4;
    export const twice = (x: number): number => 2 * x;
    export function measure(
      series: readonly Base[], // recorded
      { bin = 2 }: Options = {},
      ...rest: readonly number[]
    ): Promise<number> {}
    export function inside<const T extends Base>({ x }: T, at: Window, { from }: Window): T {}
  `;

  it("fit on one line: parameters and result, fields, or the type of a constant", () => {
    const found = planted({ "a.ts": source }, (root) => exportsOf(root, "a.ts"));
    expect(Object.fromEntries(found.map(({ name, signature }) => [name, signature]))).toEqual({
      Base: "{ x }",
      Options: "Base & { bin?, run() }",
      Text: "string | string[]",
      limit: "number",
      many: "",
      twice: "(x: number) => number",
      measure: "(series: Base[], options?: Options, ...rest: number[]) => Promise<number>",
      inside: "<const T extends Base>(t: T, at: Window, window: Window) => T",
    });
  });
});

describe("build-docs", () => {
  it("finds a missing docstring and an outdated table", () => {
    const found = planted(files, (root) => lines(buildDocs(root, true)));
    expect(found).toEqual([
      "packages/units/src/unit.ts: read is exported without a docstring.",
      "packages/units/README.md: its API table is out of date: run node tools/build-docs.ts.",
    ]);
  });

  it("finds nothing to change after it has run", () => {
    const text = files["packages/units/src/unit.ts"].replace(
      "export const",
      "/** Read. */\nexport const",
    );
    planted({ ...files, "packages/units/src/unit.ts": text }, (root) => {
      expect(buildDocs(root, true)).toHaveLength(1);
      expect(buildDocs(root, false)).toEqual([]);
      expect(buildDocs(root, true)).toEqual([]);
    });
  });

  it("writes a table whose cells cannot end early, and preserves the text around it", () => {
    const about = "Read a | b.";
    const table = tableOf("x", [
      { subpath: ".", exports: [{ name: "a", kind: "type", signature: "A | B", about, path: "" }] },
    ]);
    expect(table.split("\n").at(-1)).toBe("| `a` | type | `A \\| B` | Read a \\| b. |");
    expect(fill("A\n<!-- api:start -->\nold\n<!-- api:end -->\nB", "new")).toBe(
      "A\n<!-- api:start -->\nnew\n<!-- api:end -->\nB",
    );
    expect(fill("no markers", "new")).toBeUndefined();
  });
});

describe("build-schemas", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Thing",
    type: "object",
    properties: {
      title: { type: "string" },
      parts: { type: "array", items: { $ref: "#/$defs/part" } },
    },
    required: ["title"],
    additionalProperties: false,
    $defs: { part: { type: "object", properties: { of: { $ref: "#/$defs/part" } } } },
  };
  const row = {
    schema: "specs/thing/1/thing.schema.json",
    name: "thing",
    check: { into: "packages/x/src/generated", typeFrom: "@spikeloom/kernel" },
  };
  const place = { [row.schema]: JSON.stringify(schema) };

  it("writes a schema as data, without its texts", async () => {
    const { files: made, problems } = planted(place, (root) => generate(root, [row]));
    expect(problems).toEqual([]);
    const code = made.find(({ path }) => path.endsWith("thing-schema.ts"))?.text ?? "";
    const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(code))}`;
    const { thingSchema } = await import(url);
    const { $schema: _, title: __, ...bare } = schema;
    expect(thingSchema).toEqual(bare);
  });

  it("publishes a schema unchanged, with its texts", () => {
    const { schema: path, name } = row;
    const { files: made } = planted(place, (root) => generate(root, [{ schema: path, name }]));
    const text = JSON.stringify(schema);
    expect(made).toEqual([{ path: "packages/cli/schemas/thing.schema.json", text }]);
  });

  it("finds a schema without a row and a row without its schema", () => {
    expect(planted(place, (root) => lines(generate(root, []).problems))).toEqual([
      "specs/thing/1/thing.schema.json: no row of tools/build-schemas.ts names this schema.",
    ]);
    const gone = { "specs/thing/1/README.md": "" };
    expect(planted(gone, (root) => lines(generate(root, [row]).problems))).toEqual([
      "specs/thing/1/thing.schema.json: this schema is missing from its folder.",
    ]);
  });

  it("refuses a keyword that the kernel's check does not support", () => {
    const unique = { type: "array", items: { type: "object" }, uniqueItems: true };
    const text = { [row.schema]: JSON.stringify(unique) };
    expect(() => planted(text, (root) => generate(root, [row]))).toThrow(
      'does not know "uniqueItems"',
    );
  });
});

describe("steps", () => {
  it.each([
    ["x\n5 passed, 0 failed\n", 0, 5, 0],
    ["5 passed, 2 failed\n[ELIFECYCLE] Command failed.\n", 1, 5, 2],
    ["no counts", 0, 1, 0],
    ["no counts", 1, 0, 1],
    ["5 passed, 0 failed\n", 1, 5, 1],
  ])("counts %j with exit code %i as %i and %i", (output, code, passed, failed) => {
    expect(countOf(output, code)).toEqual({ passed, failed });
  });

  it("print under their headings, one after the other, even if they run at the same time", async () => {
    const printed: string[] = [];
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
    // Each waits for the other before its second word, so both run at the same time.
    const talk = (own: string, other: string): string =>
      `const { existsSync: is, writeFileSync: make } = require("node:fs");` +
      `console.log("${own} one"); make("${own}", "");` +
      `const wait = () => is("${other}") ? console.log("${own} two") : setTimeout(wait, 5); wait();`;
    const step = (own: string, other: string) =>
      runStep(own, [process.execPath, "--eval", talk(own, other)], { cwd, heading: `== ${own}` });
    const cwd = mkdtempSync(join(tmpdir(), "spikeloom-steps-"));
    try {
      const results = await Promise.all([step("a", "b"), step("b", "a")]);
      expect(results.map(({ passed, failed }) => [passed, failed])).toEqual([
        [1, 0],
        [1, 0],
      ]);
    } finally {
      write.mockRestore();
      rmSync(cwd, { recursive: true });
    }
    const each = ["a", "b"].map((own) => `== ${own}\n${own} one\n${own} two\n`);
    expect(each.concat(each.toReversed()).join("")).toContain(printed.join(""));
  });
});
