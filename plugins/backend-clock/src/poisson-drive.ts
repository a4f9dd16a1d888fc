import { hostFunctions } from "@spikeloom/compile";
import { evaluate, inlineUnits, parseExpression } from "@spikeloom/equations";
import type { StimulusRecord } from "@spikeloom/kernel";
import { poissonThresholds } from "@spikeloom/random";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { STIMULUS } from "./errors.ts";

type PoissonStimulus = Extract<StimulusRecord, { kind: "poisson" }>;

/** The mean number of spikes per target and step. */
export type MeanCount =
  | { readonly constant: number }
  | { at(step: number): number; constant?: never };

/** Read the rate of a Poisson stimulus: one quantity, or a formula of `t`. */
export function meanCount(record: PoissonStimulus, place: string, dt: number): MeanCount {
  const sources = record.count ?? 1;
  const window = activeSteps(record, dt);
  const { rate } = record;
  if (typeof rate === "string" || typeof rate === "number") {
    const mean = toInternal(parseQuantity(rate)) * dt * sources;
    if (window === undefined) return { constant: mean };
    return { at: (step) => (step >= window[0] && step < window[1] ? mean : 0) };
  }
  if (!("formula" in rate)) {
    const next = "Use one stimulus for each rate, or a population of Poisson sources.";
    const message = "The rate of a Poisson stimulus is one quantity or a formula of t.";
    throw STIMULUS({ place: `${place}.rate`, message, next });
  }
  const isDeclared = (name: string): boolean => ["t", "pi", "e", "inf"].includes(name);
  const expression = inlineUnits(parseExpression(rate.formula), isDeclared);
  const [start, stop] = window ?? [0, Number.POSITIVE_INFINITY];
  return {
    at(step) {
      if (step < start || step >= stop) return 0;
      const scope = (name: string): number | undefined => (name === "t" ? step * dt : undefined);
      const value = evaluate(expression, { scope, functions: hostFunctions });
      return Math.max(0, value * dt * sources);
    },
  };
}

function activeSteps(record: PoissonStimulus, dt: number): readonly [number, number] | undefined {
  if (record.start === undefined && record.stop === undefined) return undefined;
  const steps = (time: string): number => Math.floor(toInternal(parseQuantity(time)) / dt + 0.5);
  return [
    record.start === undefined ? 0 : steps(record.start),
    record.stop === undefined ? Number.POSITIVE_INFINITY : steps(record.stop),
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
