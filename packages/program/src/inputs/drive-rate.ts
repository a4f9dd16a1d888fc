import { hostFunctions } from "@spikeloom/equations/functions";
import type { StimulusRecord } from "@spikeloom/kernel";
import { type Chosen, prepareFormula, readTime } from "@spikeloom/network";
import { dimensionless, formatInternal, parseUnit } from "@spikeloom/units";
import { DRIVE_CHANCE, DRIVE_RATE, STIMULUS_VALUE } from "../errors.ts";
import { targetValues } from "./target-values.ts";

/** A stimulus given by spike counts. */
export type DriveStimulus = Extract<StimulusRecord, { kind: "poisson" }>;

/**
 * Parameter of a count distribution in each step.
 *
 * The mean of a Poisson count; for a binomial one, the probability that one source sends a spike.
 */
export type DriveRate =
  | { readonly kind: "one"; readonly amount: number }
  /** By the number of the target. */
  | { readonly kind: "each"; readonly amounts: Float64Array }
  | { readonly kind: "changing"; at(step: number): number }
  | {
      readonly kind: "changing-each";
      /** Of `t`, of `i`, the neuron, and of `N`, the neurons of the population; in kHz. */
      readonly formula: string;
      /** Convert a neuron's rate at a time to the parameter of the distribution. */
      amount(rate: number, t: number, neuron: number): number;
    };

/** Context for reading the rate of a stimulus. */
export interface RateRequest {
  readonly index: number;
  readonly dt: number;
  readonly seed: number;
  readonly targets: Chosen;
  /** Neurons of the whole population. */
  readonly size: number;
  /** Read it for so many targets alone, the first ones. */
  readonly first?: number | undefined;
}

/** The largest mean that counts are drawn for; the least chance of no spike stays a usual number. */
const mostMean = 500;
// -n log(1 - p) is below 2 log(2) n p for p up to 0.5.
const mostRare = 360;
const { dimension } = parseUnit("Hz");
const time = parseUnit("ms").dimension;

/** Read the rate of a Poisson stimulus. */
export function driveRate(record: DriveStimulus, request: RateRequest): DriveRate {
  const { index, seed, targets, size, first: few } = request;
  const { rate } = record;
  const place = `stimuli[${index}].rate`;
  const amount = amountOf(record, { ...request, place });
  if (typeof rate === "object" && "formula" in rate) {
    const changing = changingRate(rate.formula, { ...request, place, amount });
    if (changing !== undefined) return changing;
  }
  const purpose = `stimulus/${index}/rate`;
  const rates = targetValues(rate, {
    place,
    purpose,
    targets,
    size,
    unit: "Hz",
    seed,
    first: few,
  });
  if (typeof rates === "number") return { kind: "one", amount: amount(rates, () => "") };
  const at = (k: number): string => ` for neuron ${targets.neuron(k)}`;
  const amounts = rates.map((each, k) => amount(each, at, k));
  const [first] = amounts;
  if (first !== undefined && amounts.every((each) => each === first)) {
    return { kind: "one", amount: first };
  }
  return { kind: "each", amounts };
}

/** Converts a rate to a mean or a probability; `at` gives the place of an invalid rate by its index. */
type Amount = (rate: number, at: (k: number) => string, k?: number) => number;

interface FormulaTask extends RateRequest {
  readonly place: string;
  readonly amount: Amount;
}

/** Prepare a formula of `t`; undefined where it does not read the time. */
function changingRate(text: string, task: FormulaTask): DriveRate | undefined {
  const { dt, size, amount } = task;
  const names = new Map([
    ["t", time],
    ["i", dimensionless],
    ["N", dimensionless],
  ]);
  const scope = { names, functions: hostFunctions };
  const place = `${task.place}.formula`;
  const { reads, compute } = prepareFormula(text, scope, { dimension, place });
  if (!reads.has("t")) return undefined;
  const frame = Float64Array.of(0, 0, size);
  const at = (): string => ` at ${frame[0]} ms`;
  if (!reads.has("i")) {
    return {
      kind: "changing",
      at(step) {
        frame[0] = step * dt;
        return amount(compute(frame), at);
      },
    };
  }
  // Texts are made only where there is an error.
  let now = 0;
  const where = (neuron: number): string => ` at ${now} ms for neuron ${neuron}`;
  return {
    kind: "changing-each",
    formula: text,
    amount(rate, t, neuron) {
      now = t;
      return amount(rate, where, neuron);
    },
  };
}

function amountOf(record: DriveStimulus, { dt, place }: { dt: number; place: string }): Amount {
  const { count = 1, rate: given } = record;
  const isFormula = typeof given === "object" && "formula" in given;
  const next = isFormula ? { next: 'Cut a formula off below: "max(0*Hz, ...)".' } : {};
  const isBinomial = record.counts === "binomial";
  const most = isBinomial ? mostRare : mostMean;
  if (isBinomial && !(Number.isInteger(count) && count >= 1)) {
    const message = "The number of sources is a whole number.";
    const where = place.replace(/rate$/u, "count");
    throw STIMULUS_VALUE({ place: where, message, expected: "1, 2, ...", got: String(count) });
  }
  const textOf = (rate: number, at: string): string => `${formatInternal(rate, dimension)}${at}`;
  return (rate, at, k = 0) => {
    const chance = rate * dt;
    const mean = isBinomial ? count * Math.min(chance, 1 - chance) : chance * count;
    // False for NaN too; the texts are made only where there is an error.
    if (rate >= 0 && mean >= 0 && mean <= most) return isBinomial ? chance : mean;
    const where = at(k);
    if (!(rate >= 0)) {
      const message = "The rate of a Poisson stimulus is a number from 0 on.";
      const got = Number.isNaN(rate) ? `NaN${where}` : textOf(rate, where);
      throw STIMULUS_VALUE({ place, message, expected: "at least 0 Hz", got, ...next });
    }
    const text = textOf(rate, where);
    if (isBinomial && !(chance <= 1)) throw DRIVE_CHANCE({ place, rate: text, dt, chance });
    throw DRIVE_RATE({ place, rate: text, count, dt, most, mean });
  };
}

/** Range of steps in which a stimulus acts; the end is exclusive. */
export function activeSteps(
  { start, stop }: DriveStimulus,
  place: string,
  dt: number,
): readonly [number, number] {
  const steps = (at: string, field: string): number =>
    Math.floor(readTime(at, `${place}.${field}`) / dt + 0.5);
  return [
    start === undefined ? 0 : steps(start, "start"),
    stop === undefined ? Number.POSITIVE_INFINITY : steps(stop, "stop"),
  ];
}
