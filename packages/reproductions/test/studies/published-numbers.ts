import { describe, expect, it } from "vitest";
import { long } from "../../../../tools/test/draws.ts";
import { comparisonTable } from "../../src/comparison-table.ts";
import { reproduce, type Study, studies } from "../../src/index.ts";

/** Studies with plastic synapses: they are in a separate file, so that both halves take equally long. */
export const plastic: readonly string[] = [
  "izhikevich-2006",
  "izhikevich-2007",
  "masquelier-2008",
  "diehl-cook-2015",
  "pfister-gerstner-2006",
  "tsodyks-1998",
  "clopath-2010",
  "song-2000",
  "vogels-2011",
  "tsodyks-2000",
  "morrison-2007",
];

/**
 * Parts of 1 to 20 s on one core, which run under `test --long`.
 *
 * Their networks are among those whose spikes, final states and weights `unchanged` compares bit for bit, so that none
 * of these numbers changes unless a hash there does.
 */
const lengthy: Readonly<Record<string, readonly string[]>> = {
  "brunel-2000": ["A", "B", "C", "D"],
  "hodgkin-huxley-1952": ["steps"],
  "izhikevich-2006": ["first minute"],
  "brette-2007": ["COBA", "COBAHH"],
  "potjans-diesmann-2014": ["scale 0.1"],
  "masquelier-2008": ["pattern", "all pairs", "nearest pairs", "instantaneous potentials"],
  "diehl-cook-2015": ["300 digits"],
  "song-2000": ["100 s"],
  "vogels-2011": ["balance", "balance begins", "before learning"],
  "morrison-2007": ["scaled down"],
};

/**
 * Test that the selected studies give the published numbers.
 *
 * One seed per study: the tolerance of a statistical number grows with fewer runs, and a full table over
 * five seeds is in the README of each study, with those of parts that take longer.
 */
export function describeStudies(isWanted: (name: string) => boolean): void {
  const wanted = studies.filter(({ reference }) => isWanted(reference.study));
  describe.each(wanted.map((study) => [study.reference.study, study] as const))(
    "%s",
    (_, study) => {
      it("has a run for each published number, and a number for each run", () => {
        expect(Object.keys(study.parts)).toEqual(
          expect.arrayContaining([...(lengthy[study.reference.study] ?? [])]),
        );
        const parts = new Set(study.reference.numbers.map(({ part }) => part));
        expect(new Set(Object.keys(study.parts))).toEqual(parts);
      });

      const { parts, long: onDemand = [], reference } = study;
      const left = long ? onDemand : [...onDemand, ...(lengthy[reference.study] ?? [])];
      it.each(Object.keys(parts).filter((part) => !left.includes(part)))(
        "gives the published numbers of %s",
        (part) => check(study, part),
        // For a machine with six times as much load.
        300_000,
      );
    },
  );
}

async function check(study: Study, part: string): Promise<void> {
  const comparisons = await reproduce(study, { parts: [part] });
  const table = comparisonTable(comparisons);
  expect(comparisons.length).toBeGreaterThan(0);
  expect(
    comparisons.every(({ agrees }) => agrees),
    table,
  ).toBe(true);
}
