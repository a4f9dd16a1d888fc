import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type BackendRecord, capabilities, defineBackend } from "../src/index.ts";

it("specs/plugins.md lists the capabilities", () => {
  const page = readFileSync(new URL("../../../specs/plugins.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gmu)].map(([, ...row]) => row);
  expect(rows).toEqual(Object.entries(capabilities));
});

it("a backend cannot be defined with a misspelt capability", () => {
  const definition = { name: "odd", about: "", provides: ["delay"] } as unknown as BackendRecord;
  expect(() => defineBackend(definition)).toThrow(
    expect.objectContaining({ code: "SL_UNKNOWN_CAPABILITY", next: 'Did you mean "delays"?' }),
  );
});
