import { mean, sampleDeviation } from "@spikeloom/analysis";
import { NOT_MEASURED } from "./errors.ts";
import type { PublishedNumber } from "./reference.ts";
import type { Measured, Study } from "./study.ts";

/** A published number and the measured one. */
export interface Comparison {
  readonly number: PublishedNumber;
  /** Mean over the runs. */
  readonly measured: number;
  /** Standard deviation from run to run; NaN with a single run. */
  readonly spread: number;
  /** The largest distance that counts as agreement. */
  readonly bound: number;
  readonly agrees: boolean;
}

/** Fraction of a statistical number that does not affect any conclusion of its study. */
const share = 0.03;

/**
 * Compare a published number with the same number of some runs.
 *
 * A number of tier T3 may differ by 3 % or by three standard errors of the difference of both
 * means, whichever is larger; the deviation from run to run is the published one. One of tier T4 is a
 * distance: it may be at most three deviations above the published mean. One with a
 * range must lie within it.
 */
export function compare(number: PublishedNumber, values: readonly number[]): Comparison {
  const measured = mean(values);
  const bound = boundOf(number, values.length);
  const [least, most] = number.range ?? [
    number.tier === "T4" ? -Infinity : number.published - bound,
    number.published + bound,
  ];
  // Tolerance for the last digit of numbers printed in decimal.
  const hair = 1e-12 * Math.abs(number.published);
  const agrees = measured >= least - hair && measured <= most + hair;
  return { number, measured, spread: sampleDeviation(values), bound, agrees };
}

function boundOf(
  { published, tolerance, tier, sd, runs, range }: PublishedNumber,
  own: number,
): number {
  if (range !== undefined) return Math.max(range[1] - published, published - range[0]);
  if (tier === "T4") return Math.max(tolerance, 3 * sd);
  const error = 3 * sd * Math.sqrt(1 / own + 1 / runs);
  const statistical = tier === "T3" ? Math.max(share * Math.abs(published), error) : 0;
  return Math.max(tolerance, statistical);
}

/**
 * Run parts of a study with seeds 1 to `seeds` and compare all their numbers.
 *
 * By default, these are all parts that are not long.
 */
export async function reproduce(
  study: Study,
  options: { readonly seeds?: number; readonly parts?: readonly string[] } = {},
): Promise<readonly Comparison[]> {
  const { parts = shortParts(study) } = options;
  const seeds = study.isRandom ? (options.seeds ?? 1) : 1;
  const comparisons: Comparison[] = [];
  for (const part of parts) {
    const runs: Measured[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const run = await study.parts[part]?.(seed);
      if (run !== undefined) runs.push(run);
    }
    comparisons.push(...comparePart(study, part, runs));
  }
  return comparisons;
}

function shortParts({ parts, long = [] }: Study): readonly string[] {
  return Object.keys(parts).filter((part) => !long.includes(part));
}

/** Compare all published numbers of a part with runs of it. */
export function comparePart(
  { reference }: Study,
  part: string,
  runs: readonly Measured[],
): readonly Comparison[] {
  return reference.numbers
    .filter((number) => number.part === part)
    .map((number) => {
      const values = runs.map((run) => {
        const value = run[number.name];
        if (value !== undefined) return value;
        throw NOT_MEASURED({ study: reference.study, part, name: number.name });
      });
      return compare(number, values);
    });
}
