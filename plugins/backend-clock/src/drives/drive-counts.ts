import type { DriveRate, DriveStimulus, StimulusProgram } from "@spikeloom/program";
import { binomialThresholds, poissonThresholds } from "@spikeloom/random";
import type { Machine } from "../machine.ts";
import { type LaidLaws, lawWriter } from "./count-laws.ts";
import type { RandomSeries } from "./random-series.ts";
import type { OwnTargets } from "./target-values.ts";

/** What counts are drawn with. */
export interface CountSeries {
  readonly own: OwnTargets;
  readonly series: RandomSeries;
  /** Where one table of thresholds is not enough. */
  readonly laws: LaidLaws | undefined;
}

/** Draws the counts of a step; false where there are none. */
export type DrawCounts = (step: number) => boolean;

/** The drive that counts are drawn for, and what runs it. */
export interface CountContext {
  readonly machine: Machine;
  readonly drive: {
    readonly record: DriveStimulus;
    readonly target: StimulusProgram;
    ratesAt(formula: string, numbers: Uint32Array): (t: number) => Float64Array;
  };
  readonly dt: number;
}

/** Prepare to draw counts by a word for each target and step. */
export function drawCounts(
  rate: DriveRate,
  { own, series, laws }: CountSeries,
  { machine, drive, dt }: CountContext,
): DrawCounts {
  const { random, buffer } = machine;
  const { record } = drive;
  const { targets } = drive.target;
  const { numbers } = own;
  const amounts = new Float64Array(laws === undefined ? 0 : numbers.length);
  const write = laws && lawWriter(buffer, laws);
  const byLaws: DrawCounts = (step) => {
    if (laws !== undefined) random.countsEach(series, step, laws);
    return true;
  };
  const thresholds = thresholdTable(record);
  const byTable = (step: number, amount: number): boolean => {
    random.counts(series, step, thresholds(amount));
    return true;
  };
  switch (rate.kind) {
    case "one": {
      const { amount } = rate;
      if (write === undefined) return (step) => byTable(step, amount);
      write(amounts.fill(amount));
      return byLaws;
    }
    case "each":
      write?.(Float64Array.from(numbers, (k) => rate.amounts[k] as number));
      return byLaws;
    case "changing":
      return (step) => {
        const amount = rate.at(step);
        if (!(amount > 0)) return false;
        if (write === undefined || amount <= 0.5) return byTable(step, amount);
        write(amounts.fill(amount));
        return byLaws(step);
      };
    case "changing-each": {
      const ratesOf = drive.ratesAt(rate.formula, numbers);
      return (step) => {
        const t = step * dt;
        const rates = ratesOf(t);
        for (let k = 0; k < amounts.length; k++) {
          amounts[k] = rate.amount(rates[k] as number, t, targets.neuron(numbers[k] as number));
        }
        write?.(amounts);
        return byLaws(step);
      };
    }
  }
}

/** Thresholds of a law; kept while the mean or the chance stays the same. */
function thresholdTable({ counts, count = 1 }: DriveStimulus): (amount: number) => Uint32Array {
  let known = Number.NaN;
  let table = new Uint32Array(0);
  return (amount) => {
    if (amount !== known) {
      known = amount;
      const made =
        counts === "binomial" ? binomialThresholds(count, amount) : poissonThresholds(amount);
      table = made as Uint32Array<ArrayBuffer>;
    }
    return table;
  };
}
