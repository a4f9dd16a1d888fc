import { describe, expect, it } from "vitest";
import { long } from "../../../../tools/test/draws.ts";
import { unchangedCases } from "./cases.ts";
import { outcomeOf, tableEntry } from "./outcome.ts";
import { recordedResults } from "./results.ts";

describe("spikes and final states equal the table, and the representation equals the estimate", () => {
  it("the table has every case", () => {
    expect(Object.keys(recordedResults)).toEqual([...unchangedCases.keys()]);
  });

  // Each model in f32 under one convention, in rotation, and under all of them with `--long`; all are in f64.
  const singles = [...unchangedCases.keys()].filter((name) => /^neuron .* f32$/.test(name));
  const isHere = (name: string): boolean => {
    const place = singles.indexOf(name);
    return long || place < 0 || place % 4 === Math.floor(place / 4) % 4;
  };

  it.each([...unchangedCases].filter(([name]) => isHere(name)))(
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
