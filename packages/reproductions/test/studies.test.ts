import { describe, expect, it } from "vitest";
import { comparisonTable } from "../src/comparison-table.ts";
import { reproduce, studies } from "../src/index.ts";

// One seed a study: the tolerance of a statistical number grows with fewer runs, and a full table over
// five seeds is in the README of each study, with those of parts that take longer. The slowest part takes about 10 s on one core.
describe.each(studies.map((study) => [study.reference.study, study] as const))("%s", (_, study) => {
  it("has a run for each published number, and a number for each run", () => {
    const parts = new Set(study.reference.numbers.map(({ part }) => part));
    expect(new Set(Object.keys(study.parts))).toEqual(parts);
  });

  const { parts, long = [] } = study;
  it.each(Object.keys(parts).filter((part) => !long.includes(part)))(
    "gives the published numbers of %s",
    async (part) => {
      const comparisons = await reproduce(study, { parts: [part] });
      const table = comparisonTable(comparisons);
      expect(comparisons.length).toBeGreaterThan(0);
      expect(
        comparisons.every(({ agrees }) => agrees),
        table,
      ).toBe(true);
    },
    120_000,
  );
});
