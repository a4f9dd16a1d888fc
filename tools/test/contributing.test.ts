import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { workspaceRoot } from "../problems.ts";
import { importsOf, readSource } from "../syntax.ts";

const page = readFileSync(`${workspaceRoot}/docs/contributing.md`, "utf8");
const [, way = ""] = page.split("## From the text of an equation to bytes");
const rows = [...way.matchAll(/^\| `(packages\/\S+\.ts)` \| (.*) \|$/gm)];

describe("the path from the text of an equation to bytes", () => {
  it("has at most ten files", () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.length).toBeLessThanOrEqual(10);
  });

  it.each(rows.map(([, file = "", text = ""]) => [file, text]))(
    "%s is as documented",
    (file, text) => {
      const imported = importsOf(readSource(workspaceRoot, file)).map(({ name }) => basename(name));
      const named = [...text.matchAll(/`([\w-]+\.ts)`/g)].map(([, name]) => name);
      expect(imported).toEqual(expect.arrayContaining(named));
    },
  );
});
