import { hostFunctions } from "@spikeloom/compile";
import { evaluate, inlineUnits, parseExpression } from "@spikeloom/equations";
import type { StimulusRecord } from "@spikeloom/kernel";
import { readScalar, readTime } from "@spikeloom/network";
import { poissonThresholds } from "@spikeloom/random";
import { formatInternal, parseUnit } from "@spikeloom/units";
import { DRIVE_RATE, STIMULUS, STIMULUS_VALUE } from "./errors.ts";

type PoissonStimulus = Extract<StimulusRecord, { kind: "poisson" }>;

/** The mean number of spikes per target and step. */
export type MeanCount =
  | { readonly constant: number }
  | { at(step: number): number; constant?: never };

/** The largest mean that tables of counts cover. */
const mostMean = 500;
const { dimension } = parseUnit("Hz");

/** Read the rate of a Poisson stimulus: one quantity, or a formula of `t`. */
export function meanCount(record: PoissonStimulus, place: string, dt: number): MeanCount {
  const window = activeSteps(record, place, dt);
  const { rate } = record;
  const task = { place: `${place}.rate`, count: record.count ?? 1, dt };
  if (typeof rate === "string" || typeof rate === "number") {
    const mean = meanOf(readScalar(rate, { dimension, place: task.place }), task);
    if (window === undefined) return { constant: mean };
    return { at: (step) => (step >= window[0] && step < window[1] ? mean : 0) };
  }
  if (!("formula" in rate)) {
    const next = "Use one stimulus for each rate, or a population of Poisson sources.";
    const message = "The rate of a Poisson stimulus is one quantity or a formula of t.";
    throw STIMULUS({ place: task.place, message, next });
  }
  const isDeclared = (name: string): boolean => ["t", "pi", "e", "inf"].includes(name);
  const source = { place: `${task.place}.formula`, text: rate.formula };
  const expression = inlineUnits(parseExpression(rate.formula, source), isDeclared);
  const [start, stop] = window ?? [0, Number.POSITIVE_INFINITY];
  return {
    at(step) {
      if (step < start || step >= stop) return 0;
      const t = step * dt;
      const scope = (name: string): number | undefined => (name === "t" ? t : undefined);
      const value = evaluate(expression, { scope, functions: hostFunctions, source });
      return meanOf(value, { ...task, t });
    },
  };
}

interface RateTask {
  readonly place: string;
  readonly count: number;
  readonly dt: number;
  /** The time at which a formula gives the rate. */
  readonly t?: number;
}

function meanOf(rate: number, { place, count, dt, t }: RateTask): number {
  const at = t === undefined ? "" : ` at ${t} ms`;
  if (!(rate >= 0)) {
    const message = "The rate of a Poisson stimulus is a number from 0 on.";
    const next = 'Cut a formula off below: "max(0*Hz, ...)".';
    const got = `${Number.isNaN(rate) ? "NaN" : formatInternal(rate, dimension)}${at}`;
    throw STIMULUS_VALUE({
      place,
      message,
      expected: "at least 0 Hz",
      got,
      ...(t !== undefined && { next }),
    });
  }
  const mean = rate * dt * count;
  if (mean <= mostMean) return mean;
  const text = `${formatInternal(rate, dimension)}${at}`;
  throw DRIVE_RATE({ place, rate: text, count, dt, most: mostMean, mean });
}

function activeSteps(
  { start, stop }: PoissonStimulus,
  place: string,
  dt: number,
): readonly [number, number] | undefined {
  if (start === undefined && stop === undefined) return undefined;
  const steps = (time: string, field: string): number =>
    Math.floor(readTime(time, `${place}.${field}`) / dt + 0.5);
  return [
    start === undefined ? 0 : steps(start, "start"),
    stop === undefined ? Number.POSITIVE_INFINITY : steps(stop, "stop"),
  ];
}

/** Thresholds of a mean count; kept while the mean stays the same. */
export function thresholdTable(): (mean: number) => Uint32Array {
  let known = Number.NaN;
  let table = new Uint32Array(0);
  return (mean) => {
    if (mean !== known) {
      known = mean;
      table = poissonThresholds(mean) as Uint32Array<ArrayBuffer>;
    }
    return table;
  };
}
