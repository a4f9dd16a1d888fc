import { mean, sampleDeviation } from "@spikeloom/analysis";

/** A measure over several runs. */
export interface Spread {
  readonly mean: number;
  /** Sample deviation; NaN with fewer than two runs. */
  readonly deviation: number;
  /** Number of runs that have a value. */
  readonly runs: number;
}

/** Compute mean and deviation over the runs that have a value. */
export function spreadOf(values: readonly (number | undefined)[]): Spread {
  const found = values.filter((value) => value !== undefined);
  const deviation = found.length < 2 ? Number.NaN : sampleDeviation(found);
  return { mean: mean(found), deviation, runs: found.length };
}
