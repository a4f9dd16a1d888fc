import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { argumentsFault } from "../arguments.ts";
import { workspaceRoot } from "../problems.ts";

describe("argumentsFault", () => {
  it.each([
    ["", [], undefined],
    ["", ["--check"], "There is no option --check."],
    ["", ["name"], "There is no place for name."],
    ["[--check]", ["--check"], undefined],
    ["[--check]", ["--chek"], "There is no option --chek."],
    ["[FOLDER] [--build]", ["out", "--build"], undefined],
    ["[FOLDER] [--build]", ["--help"], "There is no option --help."],
    ["[FOLDER] [--build]", ["one", "two"], "There is no place for two."],
    ["FOLDER COUNT [--record]", ["out"], "COUNT is missing."],
    ["[MODEL...]", ["lif", "adex", "mat"], undefined],
  ] as const)("finds in %j with %j: %s", (usage, given, fault) => {
    expect(argumentsFault(usage, given)).toBe(fault);
  });
});

/** Scripts in tools/ with a side effect when run. */
const runnable = globSync("*.ts", { cwd: join(workspaceRoot, "tools") })
  .map((name) => [name, readFileSync(join(workspaceRoot, "tools", name), "utf8")] as const)
  .filter(([, text]) => text.includes("import.meta.main") || !/^export /m.test(text));

/** Tools that pass on their arguments, or take no options and check their arguments themselves. */
const ownCheck = ["accuracy-qcfs.ts", "accuracy.ts", "ci.ts", "new-plugin.ts"];

it("requires every tool to parse its arguments by a usage line, or by parseArgs, which refuses unknown options", () => {
  expect(runnable.length).toBeGreaterThan(40);
  const reads = /\b(readToolArguments|argumentsAfterHelp|parseArgs)\(/;
  const others = runnable.filter(([, text]) => !reads.test(text)).map(([name]) => name);
  expect(others.toSorted()).toEqual(ownCheck);
});

describe("a started tool", () => {
  const start = (args: readonly string[], cwd: string) => {
    const env = { ...process.env, NODE_OPTIONS: "" };
    const [tool = "", ...given] = args;
    const command = [join(workspaceRoot, "tools", tool), ...given];
    return spawnSync(process.execPath, command, { cwd, env, encoding: "utf8" });
  };

  it("prints its usage for --help without doing anything else", () => {
    const folder = mkdtempSync(join(tmpdir(), "spikeloom-tools-"));
    try {
      const { status, stdout, stderr } = start(["build-wheel.ts", "--help"], folder);
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toBe("Usage: tools/build-wheel.ts [FOLDER] [--build]\n");
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses an unknown option", () => {
    const { status, stdout, stderr } = start(["check-names.ts", "--chekc"], workspaceRoot);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("There is no option --chekc. Usage: tools/check-names.ts");
  });
});
