import { describe, expect, it } from "vitest";
import { unchangedCases } from "./cases.ts";
import { outcomeOf, tableEntry } from "./outcome.ts";
import { recordedResults } from "./results.ts";

describe("spikes and final states are those of the table, kept as estimated", () => {
  it("which has every case", () => {
    expect(Object.keys(recordedResults)).toEqual([...unchangedCases.keys()]);
  });

  it.each([...unchangedCases])(
    "%s",
    async (name, one) => {
      const outcome = await outcomeOf(one);
      expect(tableEntry(outcome)).toBe(recordedResults[name]);
      const [done, estimated] = outcome.kept;
      expect(done).toEqual(estimated);
    },
    120_000,
  );
});
