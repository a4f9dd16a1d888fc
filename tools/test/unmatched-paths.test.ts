import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { workspaceRoot } from "../problems.ts";
import { unmatchedPaths } from "../unmatched-paths.ts";

const files = ["packages/units/test/parse.test.ts", "tools/test/draws.test.ts"];

it.each([
  [["packages/units"], []],
  [["./packages/units/", "Draws"], []],
  [["/home/spikeloom/packages/units/test/parse.test.ts:12"], []],
  [["packages/unit/", "tools/test/draws"], ["packages/unit/"]],
  [["--bail=1", "packages/unit/"], ["packages/unit/"]],
  [["-t", "packages/unit/", "units"], []],
])("of %j none matches: %j", (given, unmatched) => {
  expect(unmatchedPaths(given, files, "/home/spikeloom")).toEqual(unmatched);
});

it("ends `test` before it builds, with the path that no test file has", () => {
  const args = ["tools/test.ts", "tools/test/draws", "packages/nowhere"];
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: workspaceRoot,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(status).toBe(1);
  expect(stdout).toContain("packages/nowhere");
  expect(stdout).not.toContain("build");
  expect(stdout).toMatch(/^0 passed, 1 failed$/m);
});
