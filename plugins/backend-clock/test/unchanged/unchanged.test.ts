import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { long } from "../../../../tools/test/draws.ts";
import { unchangedCases } from "./cases.ts";
import { outcomeOf } from "./outcome.ts";

const recorded: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("results.json", import.meta.url), "utf8"),
);

describe("spikes and final states equal the table", () => {
  it("the table has every case", () => {
    expect(Object.keys(recorded)).toEqual([...unchangedCases.keys()]);
  });

  // Each second case, and all under `--long`.
  it.each([...unchangedCases].filter((_, k) => long || k % 2 === 0))("%s", async (name, one) => {
    expect(await outcomeOf(one)).toBe(recorded[name]);
  });
});
