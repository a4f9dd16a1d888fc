import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { comparisonTable } from "../src/comparison-table.ts";
import {
  compare,
  comparePart,
  type PublishedNumber,
  type Reference,
  readReference,
  reproduce,
  type Study,
} from "../src/index.ts";

const rate: PublishedNumber = {
  part: "C",
  name: "rate",
  unit: "Hz",
  published: 37.7,
  runs: 1,
  sd: 0.2,
  tolerance: 0,
  tier: "T3",
  source: "paper",
  reason: "statistics",
};

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return error instanceof SpikeLoomError ? error.code : String(error);
  }
  return "no error";
}

describe("compare", () => {
  it("allows statistical numbers 3 %, or three standard errors if that is more", () => {
    expect(compare(rate, [36.6]).agrees).toBe(true);
    // The rate for a reset to 0 mV instead of 10 mV.
    expect(compare(rate, [32.1]).agrees).toBe(false);
    // sd 2 over one published run and four of ours: 3 * 2 * sqrt(1 + 1/4).
    expect(compare({ ...rate, sd: 2 }, [37, 37, 37, 37]).bound).toBeCloseTo(6.7082, 4);
  });

  it("allows spike times only their stated tolerance", () => {
    const time: PublishedNumber = { ...rate, tier: "T2", tolerance: 0.1, published: 20 };
    expect(compare(time, [20.1]).agrees).toBe(true);
    expect(compare(time, [20.2]).agrees).toBe(false);
  });

  it("allows a distance three deviations above the published mean, and anything below", () => {
    const distance: PublishedNumber = { ...rate, tier: "T4", published: 0.02, sd: 0.01 };
    expect([0, 0.02, 0.0499].every((value) => compare(distance, [value]).agrees)).toBe(true);
    expect(compare(distance, [0.0501]).agrees).toBe(false);
    // Unlike a mean, it does not become more accurate with more runs.
    expect(compare(distance, [0.049, 0.049, 0.049]).agrees).toBe(true);
  });

  it("requires a number in the range of the published runs, ends included", () => {
    const ranged: PublishedNumber = { ...rate, published: 37.7, range: [37.6, 37.9] };
    expect([37.6, 37.9].every((value) => compare(ranged, [value]).agrees)).toBe(true);
    expect([37.59, 37.91].some((value) => compare(ranged, [value]).agrees)).toBe(false);
  });

  it("takes mean and deviation over the runs", () => {
    const { measured, spread } = compare(rate, [36, 38, 40]);
    expect(measured).toBe(38);
    expect(spread).toBe(2);
  });

  it("never agrees with a number that a run could not measure", () => {
    expect(compare(rate, [Number.NaN]).agrees).toBe(false);
  });

  it("prints what differs", () => {
    const table = comparisonTable([compare(rate, [37.6]), compare(rate, [32.1])]);
    expect(table.split("\n").map((line) => line.split(/ +/).at(-1))).toEqual([
      "verdict",
      "agrees",
      "DIFFERS",
    ]);
  });
});

describe("readReference", () => {
  const file = {
    study: "s",
    title: "t",
    cite: ["doi:10.1/x"],
    defaults: { unit: "Hz", tier: "T2", source: "table", reason: "step" },
    numbers: [{ part: "A", name: "rate", published: 1 }],
  };

  it("fills in the defaults of the file", () => {
    expect(readReference(file).numbers[0]).toMatchObject({ unit: "Hz", tier: "T2", runs: 1 });
  });

  it.each([
    ["no object", 3],
    ["an unknown tier", { ...file, defaults: { ...file.defaults, tier: "T9" } }],
    ["no reason", { ...file, defaults: { ...file.defaults, reason: "" } }],
    ["a number that is text", { ...file, numbers: [{ part: "A", name: "r", published: "1" }] }],
    ["a range with its ends swapped", { ...file, defaults: { ...file.defaults, range: [2, 1] } }],
    ["a range of one end", { ...file, defaults: { ...file.defaults, range: [2] } }],
    ["numbers that are not a list", { ...file, numbers: {} }],
  ])("refuses %s", (_, bad) => {
    expect(codeOf(() => readReference(bad))).toBe("SL_REFERENCE");
  });
});

describe("comparePart", () => {
  it("refuses a run that omits a published number", () => {
    const reference: Reference = { study: "s", title: "t", cite: [], numbers: [rate] };
    const study: Study = { reference, isRandom: true, parts: {} };
    expect(codeOf(() => comparePart(study, "C", [{ CV: 1 }]))).toBe("SL_NOT_MEASURED");
  });
});

describe("reproduce", () => {
  const study: Study = {
    reference: {
      study: "s",
      title: "t",
      cite: [],
      numbers: [rate, { ...rate, part: "D" }],
    },
    isRandom: true,
    parts: { C: async () => ({ rate: 37 }), D: async (seed) => ({ rate: 30 + seed }) },
    long: ["D"],
  };

  it("leaves long parts out unless they are named", async () => {
    expect((await reproduce(study)).map(({ number }) => number.part)).toEqual(["C"]);
  });

  it("runs named parts with each seed", async () => {
    const [only, ...others] = await reproduce(study, { parts: ["D"], seeds: 3 });
    expect(others).toEqual([]);
    expect(only?.measured).toBe(32);
  });
});
