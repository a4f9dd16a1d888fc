import { describe, expect, it } from "vitest";
import { long } from "../../../../tools/test/draws.ts";
import { lengthy } from "../lengthy.ts";
import { unchangedCases } from "./cases.ts";
import { outcomeOf, tableEntry } from "./outcome.ts";
import { recordedResults } from "./results.ts";

describe("spikes and final states equal the table, and the representation equals the estimate", () => {
  it("the table has every case", () => {
    expect(Object.keys(recordedResults)).toEqual([...unchangedCases.keys()]);
  });

  const names = [...unchangedCases.keys()];
  const singles = names.filter((name) => /^neuron .* f32$/.test(name));
  const doubles = names.filter((name) => /^neuron .* f64$/.test(name));
  /** Select one of four in rotation, or two. */
  const isTurn = (place: number, every: number): boolean =>
    place % every === Math.floor(place / 4) % every;
  // Each model under one convention in f32, two in f64, and all with `--long`. The spikes of the microcircuit are also
  // compared where it is split.
  const isHere = (name: string): boolean => {
    if (long) return true;
    if (singles.includes(name)) return isTurn(singles.indexOf(name), 4);
    if (doubles.includes(name)) return isTurn(doubles.indexOf(name), 2);
    return !lengthy.includes(name) && name !== "potjans-diesmann-2014";
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
