import { changingAmount, type DriveProgram } from "@spikeloom/program";
import { binomialThresholds, poissonThresholds } from "@spikeloom/random";
import type { ArrayPlace } from "../../form/routine.ts";
import { type LawArrays, lawWriter } from "../../random/count-laws.ts";
import type { RandomSeries, ViewArray } from "../../random/random-series.ts";
import type { Randomness } from "../../random/randomness.ts";
import { compileRates } from "./rate-kernel.ts";
import type { DriveAmounts, OwnTargets } from "./split-drive.ts";

/** Inputs for drawing counts. */
export interface CountSeries<Array extends ArrayPlace = ArrayPlace> {
  readonly own: OwnTargets;
  readonly series: RandomSeries<Array>;
  /** Used if one table of thresholds is not enough. */
  readonly laws: LawArrays<Array> | undefined;
}

/** Draws the counts of a step; returns false if there are none. */
export type DrawCounts = (step: number) => boolean;

/** Parameters for drawing counts. */
export interface CountContext {
  readonly random: Randomness;
  readonly view: ViewArray;
  readonly dt: number;
}

/** A drive with its constant amounts. */
export interface DrivenTargets {
  readonly target: DriveProgram;
  readonly amounts: DriveAmounts;
}

/** Prepare to draw counts by a word for each target and step. */
export function drawCounts(
  { target, amounts: fixed }: DrivenTargets,
  { own, series, laws }: CountSeries,
  { random, view, dt }: CountContext,
): DrawCounts {
  const { rate, targets } = target;
  const { numbers } = own;
  const amounts = new Float64Array(laws === undefined ? 0 : numbers.length);
  const write = laws && lawWriter(laws, view);
  const byLaws: DrawCounts = (step) => {
    if (laws !== undefined) random.countsEach(series, step, laws);
    return true;
  };
  const thresholds = thresholdTable(target);
  const byTable = (step: number, amount: number): boolean => {
    random.counts(series, step, thresholds(amount));
    return true;
  };
  const changing = changingAmount(target, dt);
  if (rate.kind !== "changing" || changing === undefined) {
    if (typeof fixed === "object") {
      write?.(Float64Array.from(numbers, (k) => fixed[k] as number));
      return byLaws;
    }
    const amount = fixed ?? 0;
    if (write === undefined) return (step) => byTable(step, amount);
    write(amounts.fill(amount));
    return byLaws;
  }
  if (!rate.perNeuron) {
    return (step) => {
      const amount = changing.at(step * dt);
      if (!(amount > 0)) return false;
      if (write === undefined || amount <= 0.5) return byTable(step, amount);
      write(amounts.fill(amount));
      return byLaws(step);
    };
  }
  const neurons = numbers.map((number) => targets.neuron(number));
  const ratesAt = compileRates(rate.value, neurons);
  return (step) => {
    const t = step * dt;
    const rates = ratesAt(t);
    for (let k = 0; k < amounts.length; k++) {
      amounts[k] = changing.amount(rates[k] as number, t, neurons[k]);
    }
    write?.(amounts);
    return byLaws(step);
  };
}

/** Thresholds of a distribution; cached while the mean or the probability stays the same. */
function thresholdTable({ law, sources }: DriveProgram): (amount: number) => Uint32Array {
  let known = Number.NaN;
  let table = new Uint32Array(0);
  return (amount) => {
    if (amount !== known) {
      known = amount;
      const made =
        law === "binomial" ? binomialThresholds(sources, amount) : poissonThresholds(amount);
      table = made as Uint32Array<ArrayBuffer>;
    }
    return table;
  };
}
