import { describe, expect, it } from "vitest";
import { unchangedCases } from "./cases.ts";
import { outcomeOf, tableEntry } from "./outcome.ts";
import { recordedResults } from "./results.ts";

describe("spikes and final states are those of the table", () => {
  it("which has every case", () => {
    expect(Object.keys(recordedResults)).toEqual([...unchangedCases.keys()]);
  });

  it.each([...unchangedCases])(
    "%s",
    async (name, one) => {
      expect(tableEntry(await outcomeOf(one))).toBe(recordedResults[name]);
    },
    120_000,
  );
});
