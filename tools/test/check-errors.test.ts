import { describe, expect, it } from "vitest";
import { errorList } from "../build-errors.ts";
import { checkErrors } from "../check-errors.ts";
import { lines, manifest, planted } from "./planted.ts";

const sound = {
  "packages/kernel/package.json": manifest("@spikeloom/kernel"),
  "packages/kernel/src/codes.ts":
    'export const A = defineError<{ a: string }>("SL_A", () => ({}));',
  "packages/units/package.json": manifest("@spikeloom/units"),
  "packages/units/src/errors.ts": 'export const B = defineError("SL_B", () => ({}));',
  "specs/errors/kernel.md": "### SL_A\n\nComes when a.\n",
  "specs/errors/units.md": "# Units\n\n### SL_B\n\nComes when b.\n",
};

const head = planted(sound, (root) => errorList(root));

const found = (extra: Readonly<Record<string, string>>): readonly string[] =>
  planted({ ...sound, "specs/errors.md": head, ...extra }, (root) => lines(checkErrors(root)));

describe("check-errors", () => {
  it("finds nothing if source and lists agree", () => {
    expect(found({})).toEqual([]);
  });

  it("orders the lists by layer, each under its package's name", () => {
    expect([...head.matchAll(/^##+ .*$/gm)].map(String)).toEqual([
      "## @spikeloom/kernel",
      "### SL_A",
      "## @spikeloom/units",
      "### SL_B",
    ]);
  });

  it("finds a code without an entry", () => {
    const text = 'defineError("SL_C", () => ({}));';
    expect(found({ "packages/units/src/c.ts": text })).toEqual([
      "packages/units/src/c.ts:1: SL_C has no entry in specs/errors/units.md.",
    ]);
  });

  it("finds an entry in the wrong package's list", () => {
    const text = 'defineError("SL_A", () => ({}));';
    expect(found({ "packages/kernel/src/codes.ts": "", "packages/units/src/c.ts": text })).toEqual([
      "packages/units/src/c.ts:1: SL_A has no entry in specs/errors/units.md.",
      "specs/errors/kernel.md:1: SL_A is not defined in packages/kernel/src.",
    ]);
  });

  it("finds a code that two packages define", () => {
    const text = 'defineError("SL_A", () => ({}));';
    expect(found({ "packages/units/src/c.ts": text })[0]).toContain(
      "SL_A is defined twice, first at packages/kernel/src/codes.ts:1",
    );
  });

  it("recognises the codes of the Python package, which shares some of others", () => {
    const code = 'raise Fault("SL_A")\nraise Fault("SL_P")\n';
    const python = { "packages/python/spikeloom/errors.py": code };
    expect(found(python)).toEqual([
      "packages/python/spikeloom/errors.py:2: SL_P has no entry in specs/errors/python.md.",
    ]);
    const list = { "specs/errors/python.md": "### SL_Q\n\nComes when q.\n" };
    expect(found({ ...python, ...list })).toContain(
      "specs/errors/python.md:1: SL_Q is not defined in packages/python/spikeloom.",
    );
  });

  it("finds entries that are empty, duplicate or without a definition", () => {
    const list = "### SL_B\n\n### SL_B\n\nText.\n\n### SL_GONE\n\nText.\n";
    const problems = found({ "specs/errors/units.md": list }).join("\n");
    expect(problems).toContain("units.md:3: SL_B is listed twice");
    expect(problems).toContain("units.md:1: SL_B has no explanation");
    expect(problems).toContain("units.md:7: SL_GONE is not defined in packages/units/src");
    expect(problems).toContain("specs/errors.md: it is out of date");
  });

  it("finds a code that is used but not defined", () => {
    expect(found({ "packages/units/src/d.ts": 'fail("SL_TYPO");' })).toEqual([
      "packages/units/src/d.ts:1: SL_TYPO is used but nowhere defined.",
    ]);
  });
});
