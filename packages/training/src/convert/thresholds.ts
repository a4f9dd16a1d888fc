import { CONVERSION } from "../errors.ts";

/** Rule for the maximum value of a layer that spikes represent. */
export type ThresholdRule = "percentile" | "largest" | "least-error";

/** Value statistics of a layer. */
export interface ThresholdFit {
  /** Value represented by the maximum number of spikes. */
  readonly most: number;
  /** Fraction of values above it. */
  readonly clipped: number;
  /** Root mean square error of the levels, relative to the root mean square of the values. */
  readonly error: number;
}

/** Chooses the threshold among sorted values. */
type Choice = (sorted: Float64Array, levels: number, share: number) => number;

const atShare = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;

const choices: Readonly<Record<ThresholdRule, Choice>> = {
  // Diehl et al. 2015, doi:10.1109/IJCNN.2015.7280696: no value is clipped.
  largest: (sorted) => sorted.at(-1) as number,
  // Rueckauer et al. 2017, doi:10.3389/fnins.2017.00682: outliers are clipped, for finer levels.
  percentile: (sorted, _, share) => atShare(sorted, share),
  "least-error": leastError,
};

/** All rules, by name. */
export const thresholdRules = Object.keys(choices) as readonly ThresholdRule[];

/** Find the fraction of the maximum value at which the levels approximate the values best. */
function leastError(sorted: Float64Array, levels: number): number {
  const top = sorted.at(-1) as number;
  let [best, least] = [top, Number.POSITIVE_INFINITY];
  for (let part = 100; part >= 10; part--) {
    const most = (top * part) / 100;
    const error = squaredError(sorted, most, levels);
    if (error < least) [best, least] = [most, error];
  }
  return best;
}

/** Round a value to the nearest of so many levels from 0 to `most`; returns its index. */
export function levelOf(value: number, most: number, levels: number): number {
  return Math.min(levels, Math.max(0, Math.floor((value * levels) / most + 0.5)));
}

function squaredError(values: Float64Array, most: number, levels: number): number {
  let sum = 0;
  for (const value of values) {
    sum += (value - (levelOf(value, most, levels) * most) / levels) ** 2;
  }
  return sum;
}

/** Options for choosing a threshold. */
export interface ThresholdTask {
  readonly name: string;
  readonly rule: ThresholdRule;
  readonly levels: number;
  /** Fraction of values that a percentile does not clip. */
  readonly share: number;
  /** Value at which the layer already clips. */
  readonly most: number | undefined;
}

/** Choose the threshold of a layer from its positive values on samples. */
export function fitThreshold(values: Float64Array, task: ThresholdTask): ThresholdFit {
  const { name, rule, levels, share } = task;
  const sorted = values.filter((one) => one > 0).sort();
  if (sorted.length === 0 && task.most === undefined) {
    throw CONVERSION({
      place: name,
      message: "All values of this layer are 0 or less for these samples.",
      next: "Pass samples of the training data, with the same scaling.",
    });
  }
  const most = task.most ?? choices[rule](sorted, levels, share);
  const squares = sorted.reduce((sum, one) => sum + one * one, 0);
  const above = sorted.reduce((sum, one) => sum + (one > most ? 1 : 0), 0);
  return {
    most,
    clipped: sorted.length === 0 ? 0 : above / sorted.length,
    error: squares === 0 ? 0 : Math.sqrt(squaredError(sorted, most, levels) / squares),
  };
}
