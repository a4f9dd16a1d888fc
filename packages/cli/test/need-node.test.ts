import { expect, it } from "vitest";
import { needNode } from "../src/need-node.ts";

it("names both versions where Node is too old", () => {
  for (const version of ["20.20.2", "v18.0.0", "22.17.1"]) {
    expect(needNode(version)).toBe(`spikeloom needs Node 22.18 or later; this is Node ${version}.`);
  }
});

it("is content with Node 22.18 and all that came after", () => {
  for (const version of ["22.18.0", "v24.0.0", "26.10.0", process.versions.node]) {
    expect(needNode(version)).toBeUndefined();
  }
});
