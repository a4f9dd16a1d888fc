import { describe, expect, it } from "vitest";
import { checkCircles } from "../circles.ts";
import { lines, planted } from "./planted.ts";

type Files = Readonly<Record<string, string>>;

const found = (files: Files): readonly string[] =>
  planted(files, (root) => lines(checkCircles(root)));

const [a, b, c] = ["packages/units/src/a.ts", "packages/units/src/b.ts", "packages/units/src/c.ts"];

describe("circles", () => {
  it("are not found if files depend on each other in one direction", () => {
    const files = {
      [a]: 'import "./b.ts";\nimport type { C } from "./c.ts";',
      [b]: 'import "./c.ts";\nimport "node:fs";\nimport "@spikeloom/units";',
      [c]: "export type C = 1;",
    };
    expect(found(files)).toEqual([]);
  });

  it.each([
    ["a value", 'import { x } from "./a.ts";'],
    ["a type", 'import type { X } from "./a.ts";'],
    ["an inline type import", 'export type X = import("./a.ts").X;'],
    ["a re-export", 'export { x } from "./a.ts";'],
    ["an import at run time", 'await import("./a.ts");'],
  ])("are found through %s", (_, back) => {
    const files = { [a]: 'import "./b.ts";', [b]: 'import "./c.ts";', [c]: back };
    expect(found(files)).toEqual([`${a}: it imports in a circle: ${a} -> ${b} -> ${c} -> ${a}.`]);
  });

  it("are found in one file, in tests and tools, and once each", () => {
    const files = {
      [a]: 'import "./a.ts";',
      "plugins/neurons/test/lif.test.ts": 'import "./given.ts";',
      "plugins/neurons/test/given.ts": 'import "./lif.test.ts";',
      "tools/one.ts": 'import "./test/other.ts";',
      "tools/test/other.ts": 'import "../one.ts";',
    };
    expect(found(files)).toHaveLength(3);
  });
});
