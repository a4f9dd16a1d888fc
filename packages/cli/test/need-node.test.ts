import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { needNode } from "../src/need-node.ts";

it("names both versions if Node is too old", () => {
  for (const version of ["20.20.2", "v18.0.0", "22.17.1"]) {
    expect(needNode(version)).toBe(`spikeloom needs Node 22.18 or later; this is Node ${version}.`);
  }
});

it("accepts Node 22.18 and all later versions", () => {
  for (const version of ["22.18.0", "v24.0.0", "26.10.0", process.versions.node]) {
    expect(needNode(version)).toBeUndefined();
  }
});

it("reports in one sentence that it is not built", () => {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-bin-"));
  try {
    const bin = fileURLToPath(new URL("../bin/spikeloom.js", import.meta.url));
    const file = join(folder, "spikeloom.mjs");
    cpSync(bin, file);
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^spikeloom is not built here: run .* build.*\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("names the Node that a clone has installed", () => {
  expect(needNode("20.20.2", "/clone/node_modules/.bin/node")).toMatch(
    /this is Node 20\.20\.2\. This clone has its own: \/clone\/node_modules\/\.bin\/node$/,
  );
});
