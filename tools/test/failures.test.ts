import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { describeFailures } from "../failures.ts";
import { readJunit } from "../junit.ts";
import { workspaceRoot } from "../problems.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-failures-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Run a module that imports the tools, and return what it prints and its exit code. */
async function runModule(name: string): Promise<{ lines: readonly string[]; code: number }> {
  const path = [join(workspaceRoot, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const env = { ...process.env, PATH: path };
  const args = [join(folder, name)];
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: folder, env }, (_error, stdout) =>
      resolve({ lines: stdout.trimEnd().split("\n"), code: child.exitCode ?? -1 }),
    );
  });
}

describe("the end of a run of several scripts", () => {
  it("names each failed test and check, with the start of its message, before the counts", async () => {
    const toolAt = (path: string): string =>
      JSON.stringify(pathToFileURL(join(workspaceRoot, "tools", path)).href);
    const files = {
      "package.json": `{ "type": "module" }`,
      "vitest.config.ts": `export default { test: { include: ["*.test.ts"] } };`,
      "sum.test.ts": `import { describe, expect, it } from "vitest";
        describe("sums", () => {
          it("holds", () => expect(1 + 1).toBe(2));
          it("breaks", () => expect(1 + 1, "one and one").toBe(3));
          it.skip("sleeps", () => {});
        });`,
      "outside.test.ts": `throw new Error("nothing to test");`,
      "suite.ts": `import { runVitest } from ${toolAt("nx/run-vitest.ts")};
        import { closeSteps } from ${toolAt("steps.ts")};
        const { counts } = await runVitest(process.cwd(), []);
        closeSteps([...counts].map(([name, count]) => ({ name, ...count })));`,
      "all.ts": `import { closeSteps, runStep } from ${toolAt("steps.ts")};
        const node = (...args) => [process.execPath, ...args];
        closeSteps([
          await runStep("test", node("suite.ts")),
          await runStep("silent", node("--eval", "console.error('on fire'); process.exit(3)")),
          await runStep("fine", node("--eval", "console.log('no fire')")),
        ]);`,
    };
    symlinkSync(join(workspaceRoot, "node_modules"), join(folder, "node_modules"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { lines, code } = await runModule("all.ts");
    const table = lines.findLastIndex((line) => /^ok {5}fine /.test(line));
    const ours = lines.slice(table + 1);
    expect(ours.filter((line) => line.startsWith("FAILED")).sort()).toEqual([
      "FAILED silent",
      "FAILED test > outside.test.ts",
      "FAILED test > sum.test.ts > sums > breaks",
      "FAILED test > sum.test.ts > sums > sleeps",
    ]);
    const messageOf = (name: string): string =>
      ours[ours.indexOf(`FAILED ${name}`) + 1]?.trim() ?? "";
    expect(messageOf("test > sum.test.ts > sums > breaks")).toMatch(
      /^AssertionError: one and one: expected 2 to be 3/,
    );
    expect(messageOf("test > outside.test.ts")).toContain("nothing to test");
    expect(messageOf("silent")).toBe("on fire");
    expect(ours.at(-1)).toBe("2 passed, 4 failed");
    expect(code).toBe(1);
  });

  it("shortens long messages and long lists, without colours and stacks", () => {
    const message = `\u001b[31mError: no\u001b[39m\n    at run (file.ts:1:1)\n${"line\n".repeat(40)}`;
    const many = Array.from({ length: 80 }, (_, k) => ({ name: `test ${k}`, message }));
    const lines = describeFailures(many);
    expect(lines.slice(0, 3)).toEqual(["FAILED test 0", "       Error: no", "       line"]);
    expect(lines.at(-1)).toBe("and 30 more");
    expect(lines.length).toBeLessThan(400);
  });
});

describe("a report of pytest", () => {
  const reportOf = (...cases: readonly string[]): string =>
    `<?xml version="1.0"?><testsuites><testsuite name="pytest">${cases.join("")}</testsuite></testsuites>`;

  it("gives the names and messages of tests that failed, were skipped or could not be collected", () => {
    const text = reportOf(
      `<testcase classname="tests.test_a" name="test_ok" time="0.1" />`,
      `<testcase classname="tests.test_a" name="test_bad[a&lt;b&gt;]" time="0.1"><failure message="AssertionError: says&#10;assert &quot;a&quot; == 'b &amp; c'">def test_bad():\nE   assert</failure></testcase>`,
      `<testcase classname="" name="test_b" time="0"><error message="collection failure">Traceback\nE   ModuleNotFoundError: No module named 'x'</error></testcase>`,
      `<testcase classname="tests.test_a" name="test_s" time="0"><skipped type="pytest.skip" message="why">place</skipped></testcase>`,
    );
    expect(readJunit(text)).toEqual({
      passed: 1,
      failures: [
        {
          name: "tests.test_a::test_bad[a<b>]",
          message: `AssertionError: says\nassert "a" == 'b & c'`,
        },
        { name: "test_b", message: "collection failure\nModuleNotFoundError: No module named 'x'" },
        { name: "tests.test_a::test_s", message: "why" },
      ],
    });
  });

  it("is undefined if nothing was collected", () => {
    expect(readJunit("")).toBeUndefined();
    expect(readJunit(reportOf())).toBeUndefined();
  });
});
